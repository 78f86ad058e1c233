package column

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/cespare/xxhash/v2"
)

// layoutOf returns a hash of how values of a type lie in memory: the names, kinds and
// places of their fields. It panics if they hold pointers, which mean nothing in a file.
func layoutOf[T any]() uint64 { return Hash(describe(reflect.TypeFor[T]())) }

func describe(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Bool, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Int,
		reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return fmt.Sprint(t.Kind(), t.Size())
	case reflect.Array:
		return fmt.Sprint(t.Len(), "*", describe(t.Elem()))
	case reflect.Struct:
		var fields []string
		for f := range t.Fields() {
			fields = append(fields, fmt.Sprint(f.Name, "@", f.Offset, ":", describe(f.Type)))
		}
		return fmt.Sprint("{", t.Size(), " ", strings.Join(fields, " "), "}")
	}
	panic(fmt.Sprintf("column: values of type %v cannot lie in a file", t))
}

// appendDirectory appends the directory of sections.
func appendDirectory(out []byte, all []section) []byte {
	out = binary.LittleEndian.AppendUint32(out, uint32(len(all)))
	for _, s := range all {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(s.name)))
		out = append(out, s.name...)
		for _, v := range []uint64{s.layout, s.offset, s.values, s.bytes, uint64(s.sum)} {
			out = binary.LittleEndian.AppendUint64(out, v)
		}
	}
	return out
}

var errDirectory = errors.New("its directory cannot be read")

// readDirectory reads what appendDirectory wrote.
func readDirectory(in []byte) (map[string]section, error) {
	if len(in) < 4 {
		return nil, errDirectory
	}
	n := binary.LittleEndian.Uint32(in)
	in = in[4:]
	out := map[string]section{}
	for range n {
		if len(in) < 4 {
			return nil, errDirectory
		}
		size := uint64(binary.LittleEndian.Uint32(in))
		if uint64(len(in)) < 4+size+40 {
			return nil, errDirectory
		}
		s := section{name: string(in[4 : 4+size])}
		in = in[4+size:]
		s.layout, s.offset, s.values = binary.LittleEndian.Uint64(in), binary.LittleEndian.Uint64(in[8:]), binary.LittleEndian.Uint64(in[16:])
		s.bytes, s.sum = binary.LittleEndian.Uint64(in[24:]), uint32(binary.LittleEndian.Uint64(in[32:]))
		out[s.name], in = s, in[40:]
	}
	return out, nil
}

// Hash is the hash of a string in tables.
func Hash(s string) uint64 { return xxhash.Sum64String(s) }

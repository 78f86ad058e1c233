package segment

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"runtime"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"golang.org/x/sync/errgroup"
)

// checkSegments compares each segment file of a snapshot with the checksum at
// its end. Other files are left from a crash and do not matter.
func checkSegments(ctx context.Context, reader *scorch.IndexSnapshot) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, segment := range reader.Segments() {
		file, ok := segment.Segment().(interface{ Path() string })
		if !ok {
			continue // not on disk yet
		}
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := checkSegment(file.Path()); err != nil {
				return fmt.Errorf("%w: %s: %w", ErrDamaged, file.Path(), err)
			}
			return nil
		})
	}
	return group.Wait()
}

func checkSegment(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < crc32.Size {
		return io.ErrUnexpectedEOF
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(sum, io.LimitReader(f, info.Size()-crc32.Size), make([]byte, 1<<20)); err != nil {
		return err
	}
	var written [crc32.Size]byte
	if _, err := io.ReadFull(f, written[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(written[:]) != sum.Sum32() {
		return errors.New("its bytes do not match their checksum")
	}
	return nil
}

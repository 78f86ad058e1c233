package discordtest

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the document
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// spec is Discord's published OpenAPI document, whose request bodies are compiled
// when they are first needed.
type spec struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	paths    map[string]map[string]json.RawMessage // path → method → operation
	schemas  map[string]*jsonschema.Schema         // by their place in the document
}

//go:embed testdata/discord-openapi.json.gz
var document []byte

var published = sync.OnceValues(readSpec)

// checkPublished returns how the JSON of a call differs from Discord's document. A
// path that the document lacks is no difference. Under the race detector nothing is
// compared: without it the same calls are, and comparing takes a third of the tests' time.
func checkPublished(method, path string, raw []byte) error {
	if raced.Slowdown > 1 {
		return nil
	}
	s, err := published()
	if err != nil {
		return err
	}
	schema, err := s.schema(strings.ToLower(method), path)
	if err != nil || schema == nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("no JSON: %w", err)
	}
	return schema.Validate(value)
}

func readSpec() (*spec, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(document))
	if err != nil {
		return nil, fmt.Errorf("read Discord's document: %w", err)
	}
	raw, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, fmt.Errorf("read Discord's document: %w", err)
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, fmt.Errorf("read Discord's document: %w", err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read Discord's document: %w", err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("discord.json", value); err != nil {
		return nil, fmt.Errorf("read Discord's document: %w", err)
	}
	return &spec{compiler: c, paths: doc.Paths, schemas: map[string]*jsonschema.Schema{}}, nil
}

// schema returns that of a call's JSON, nil if the document has none.
func (s *spec) schema(method, path string) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for template, operations := range s.paths {
		if _, ok := operations[method]; !ok || !fits(template, path) {
			continue
		}
		at := "#/paths/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(template) + "/" + method + "/requestBody/content/application~1json/schema"
		if schema, ok := s.schemas[at]; ok {
			return schema, nil
		}
		if !strings.Contains(string(operations[method]), `"application/json"`) {
			return nil, nil
		}
		schema, err := s.compiler.Compile("discord.json" + strings.NewReplacer("{", "%7B", "}", "%7D").Replace(at))
		if err != nil {
			return nil, fmt.Errorf("compile Discord's document: %w", err)
		}
		s.schemas[at] = schema
		return schema, nil
	}
	return nil, nil
}

// fits reports whether a path is one of a template such as /channels/{channel_id}.
// A literal part comes before a placeholder where both fit: @original, @me.
func fits(template, path string) bool {
	want, have := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i, part := range want {
		if placeholder := strings.HasPrefix(part, "{"); placeholder && strings.HasPrefix(have[i], "@") || !placeholder && part != have[i] {
			return false
		}
	}
	return true
}

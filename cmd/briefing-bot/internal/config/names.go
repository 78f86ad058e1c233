package config

import (
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/extract"
)

// ReadNames reads the file of known persons, none where path is "".
func ReadNames(path string) ([]extract.Name, error) {
	if path == "" {
		return nil, nil
	}
	var file struct {
		People []struct {
			Name  string   `yaml:"name"`
			Forms []string `yaml:"forms"`
		} `yaml:"people"`
	}
	if err := readYAML(path, &file); err != nil {
		return nil, err
	}
	var names []extract.Name
	for i, p := range file.People {
		if p.Name == "" {
			return nil, fmt.Errorf("%s: entry %d under people has no name", path, i+1)
		}
		names = append(names, extract.Name{Full: p.Name, Forms: p.Forms})
	}
	return names, nil
}

func NameForms(names []extract.Name) [][]string {
	var out [][]string
	for _, n := range names {
		out = append(out, append([]string{n.Full}, n.Forms...))
	}
	return out
}

// ReadSynonyms reads the file of words that mean the same, none where path is "".
func ReadSynonyms(path string) (map[string][]string, error) {
	if path == "" {
		return nil, nil
	}
	var file struct {
		Synonyms map[string][]string `yaml:"synonyms"`
	}
	if err := readYAML(path, &file); err != nil {
		return nil, err
	}
	return file.Synonyms, nil
}

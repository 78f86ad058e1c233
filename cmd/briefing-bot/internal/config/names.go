package config

import (
	"fmt"

	"github.com/briefing-bot/briefing-bot/bot/setting"
	"github.com/briefing-bot/briefing-bot/index/extract"
)

// ReadNames reads the file of known persons; none if path is "".
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
	positions, errs := readYAML(path, &file)
	var names []extract.Name
	for i, p := range file.People {
		if p.Name == "" {
			errs = append(errs, located(setting.Invalid(fmt.Sprintf("people[%d]", i+1), "the name is missing"), positions))
		}
		names = append(names, extract.Name{Full: p.Name, Forms: p.Forms})
	}
	return names, fileError(path, errs)
}

// NameForms returns the forms of each name, the full one first.
func NameForms(names []extract.Name) [][]string {
	var out [][]string
	for _, n := range names {
		out = append(out, append([]string{n.Full}, n.Forms...))
	}
	return out
}

// Synonyms is the file of words that mean the same.
type Synonyms struct {
	Words     map[string][]string `yaml:"synonyms"`
	Spellings [][]string          `yaml:"spellings"` // each the spellings of one word or name
}

// ReadSynonyms reads the file of words that mean the same; none if path is "".
func ReadSynonyms(path string) (Synonyms, error) {
	var file Synonyms
	if path == "" {
		return file, nil
	}
	positions, errs := readYAML(path, &file)
	for i, group := range file.Spellings {
		if len(group) < 2 {
			errs = append(errs, located(setting.Invalid(fmt.Sprintf("spellings[%d]", i+1), "two spellings or more are needed"), positions))
		}
	}
	return file, fileError(path, errs)
}

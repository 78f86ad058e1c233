package archive

import (
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/briefing-bot/briefing-bot/index/durable"
)

// IdentityFile is the file beside the archive that names it. It distinguishes a data
// folder whose archive is gone or was exchanged from a new one.
const IdentityFile = "articles.id"

// readIdentity returns the identity noted in the folder, "" if there is none or
// it cannot be read; noted reports whether the file is there at all.
func readIdentity(dir string) (identity string, noted bool) {
	raw, err := os.ReadFile(filepath.Join(dir, IdentityFile))
	if err != nil {
		return "", !errors.Is(err, fs.ErrNotExist)
	}
	var sum uint32
	if _, err := fmt.Sscanf(string(raw), "archive %32s %08x", &identity, &sum); err != nil || sum != identitySum(identity) {
		return "", true
	}
	return identity, true
}

func identitySum(identity string) uint32 { return crc32.Checksum([]byte(identity), castagnoli) }

// noteIdentity writes the identity file if it does not say so already.
func noteIdentity(files durable.Files, dir, identity string) error {
	if have, _ := readIdentity(dir); have == identity {
		return nil
	}
	path := filepath.Join(dir, IdentityFile)
	text := fmt.Sprintf("archive %s %08x\nThis folder's articles are in %s. Keep this file beside it.\n", identity, identitySum(identity), FileName)
	if err := files.Replace(path, []byte(text)); err != nil {
		return fmt.Errorf("noting the archive's identity: %w", full(err))
	}
	return nil
}

// refuseMissing returns an error if the folder had an archive whose file is gone
// or empty: making a new one would hide the loss.
func refuseMissing(dir string) error {
	path := filepath.Join(dir, FileName)
	info, err := os.Stat(path)
	if _, noted := readIdentity(dir); !noted || err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		return gone(dir, "is empty")
	}
	return gone(dir, "is missing")
}

// refuseEmpty returns an error if the folder had an archive, for one whose file
// is new.
func refuseEmpty(dir string) error {
	if _, noted := readIdentity(dir); noted {
		return gone(dir, "is empty")
	}
	return nil
}

func gone(dir, what string) error {
	path := filepath.Join(dir, FileName)
	return &DamageError{Path: path, Problem: what, Advice: fmt.Sprintf("Restore it from a copy of the folder. To begin anew without those articles, remove %s and the folder %s.",
		filepath.Join(dir, IdentityFile), filepath.Join(dir, "index"))}
}

// foreign returns an error if the folder belongs to another archive than the one
// whose identity is given.
func foreign(dir string, identity []byte) error {
	noted, _ := readIdentity(dir)
	if noted == "" || noted == hex.EncodeToString(identity) {
		return nil
	}
	return &DamageError{Path: filepath.Join(dir, FileName), Problem: "is not the archive that this data folder had before",
		Advice: fmt.Sprintf("Put the right file back. If the exchange was meant, remove %s and the folder %s and start again.",
			filepath.Join(dir, IdentityFile), filepath.Join(dir, "index"))}
}

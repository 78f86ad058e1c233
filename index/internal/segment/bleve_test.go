package segment

import "testing"

func TestDocumentID(t *testing.T) {
	for _, slot := range []uint32{0, 1, 255, 1 << 20, 1<<32 - 1} {
		for _, kind := range []byte("apsev") {
			for _, n := range []int{0, 1, 255, 256, 1 << 16, 1<<32 - 1} {
				if kind == 'a' {
					n = 0
				}
				gotSlot, gotKind, gotN, err := parseDocumentID([]byte(documentID(slot, kind, n)))
				if err != nil || gotSlot != slot || gotKind != kind || int(gotN) != n {
					t.Errorf("%d %c %d is read as %d %c %d, %v", slot, kind, n, gotSlot, gotKind, gotN, err)
				}
			}
		}
	}
	for _, id := range []string{"", "abc", "0123456789"} {
		if _, _, _, err := parseDocumentID([]byte(id)); err == nil {
			t.Errorf("%q is read as a name", id)
		}
	}
}

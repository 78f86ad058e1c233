package segment

import "testing"

// TestOnce: what panicked is not taken for computed.
func TestOnce(t *testing.T) {
	var once Once
	calls := 0
	for range 3 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a panic is lost")
				}
			}()
			once.Do(func() { calls++; panic("invented") })
		}()
	}
	for range 3 {
		once.Do(func() { calls++ })
	}
	if calls != 4 {
		t.Errorf("%d calls, want 3 that panic and 1", calls)
	}
}

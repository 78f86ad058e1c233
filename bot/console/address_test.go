package console

import (
	"net"
	"testing"
)

func TestOpenable(t *testing.T) {
	for _, test := range []struct {
		address, page string
		exposed       bool
	}{
		{"127.0.0.1:8383", "http://127.0.0.1:8383/", false},
		{"[::1]:8383", "http://[::1]:8383/", false},
		{"0.0.0.0:8383", "http://localhost:8383/", true},
		{":8383", "http://localhost:8383/", true},
		{"[::]:8383", "http://localhost:8383/", true},
		{"192.0.2.7:8383", "http://192.0.2.7:8383/", true},
	} {
		address, err := net.ResolveTCPAddr("tcp", test.address)
		if err != nil {
			t.Fatal(err)
		}
		if got, exposed := Openable(test.address), Exposed(address); got != test.page || exposed != test.exposed {
			t.Errorf("%s: %s, %v", test.address, got, exposed)
		}
	}
}

package control

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// TestControlErrorsShowNoPassword: an owner of the folder that ends while it
// fetches must not make the other verb print the address.
func TestControlErrorsShowNoPassword(t *testing.T) {
	failing := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, io.ErrUnexpectedEOF
	}}}
	_, err := remote{client: failing}.ingest(t.Context(), Delivery{Inputs: []string{"http://ada:SECRET@herald.example/"}}, nil)
	if !errors.Is(err, errOwnerLeft) || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("error %v", err)
	}
}

package webapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
)

// Upload posts a file's bytes to the address that Slack named for it. The address is a
// secret of its own: no token goes there.
func Upload(ctx context.Context, client *http.Client, address string, data []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(data))
	if err != nil {
		return &OddAnswerError{} // the error would name the address
	}
	r.Header.Set("Content-Type", "application/octet-stream")
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if err != nil {
		return fmt.Errorf("read the answer to an upload: %w", err)
	}
	return checkUpload(resp.StatusCode, said)
}

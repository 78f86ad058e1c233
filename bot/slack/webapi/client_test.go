package webapi

import (
	"net/http"
	"testing"
)

// TestAnUploadThatAPageAnswers: Slack says OK, other servers nothing.
func TestAnUploadThatAPageAnswers(t *testing.T) {
	for body, isTaken := range map[string]bool{"OK - 12": true, "": true, `{"ok":true}`: true, "<html>": false, "\ufeff <!doctype html>": false} {
		if err := checkUpload(http.StatusOK, []byte(body)); (err == nil) != isTaken {
			t.Errorf("%q gives %v", body, err)
		}
	}
	if checkUpload(http.StatusFound, nil) == nil {
		t.Error("a redirect is taken for an upload")
	}
}

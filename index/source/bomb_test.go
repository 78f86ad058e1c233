package source

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestFrontMatterThatRefersToItselfManyTimes(t *testing.T) {
	front := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 12; i++ {
		front += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	done := make(chan string, 1)
	go func() {
		for it := range Read(Input{Name: "m.txt", Meta: []byte(front + "title: *a11\n"), Reader: strings.NewReader("Body.")}) {
			done <- fmt.Sprint(it.Err)
		}
		done <- read("m.md", "---\n"+front+"title: *a11\n---\nBody.")
	}()
	for range 2 {
		select {
		case got := <-done:
			if got != `m.md| m||"Body."` && !strings.HasPrefix(got, "its .meta.yaml: line ") {
				t.Errorf("got %.200s", got)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("it takes forever")
		}
	}
}

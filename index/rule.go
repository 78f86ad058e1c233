package index

// Rule says anew which names are one person's and which are two persons', in
// place of Options.Same and Options.Apart, and works out who is who.
func (x *Index) Rule(same [][]string, apart [][2]string) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.now == nil {
		return ErrClosed
	}
	x.opts.Same, x.opts.Apart, x.ruled = same, apart, true
	return x.refresh()
}

package index

// OverrideIdentities replaces Options.Same and Options.Apart, which names belong
// to one person and which to two, and resolves identities.
func (x *Index) OverrideIdentities(same [][]string, apart [][2]string) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil {
		return ErrClosed
	}
	x.opts.Same, x.opts.Apart, x.overridden = same, apart, true
	return x.refresh()
}

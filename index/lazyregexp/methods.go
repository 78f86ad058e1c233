package lazyregexp

// Match is regexp.Regexp's.
func (r *Regexp) Match(b []byte) bool { return r.regexp().Match(b) }

// MatchString is regexp.Regexp's.
func (r *Regexp) MatchString(s string) bool { return r.regexp().MatchString(s) }

// FindIndex is regexp.Regexp's.
func (r *Regexp) FindIndex(b []byte) []int { return r.regexp().FindIndex(b) }

// FindString is regexp.Regexp's.
func (r *Regexp) FindString(s string) string { return r.regexp().FindString(s) }

// FindSubmatch is regexp.Regexp's.
func (r *Regexp) FindSubmatch(b []byte) [][]byte { return r.regexp().FindSubmatch(b) }

// FindSubmatchIndex is regexp.Regexp's.
func (r *Regexp) FindSubmatchIndex(b []byte) []int { return r.regexp().FindSubmatchIndex(b) }

// FindStringSubmatch is regexp.Regexp's.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.regexp().FindStringSubmatch(s) }

// FindStringSubmatchIndex is regexp.Regexp's.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	return r.regexp().FindStringSubmatchIndex(s)
}

// FindAllString is regexp.Regexp's.
func (r *Regexp) FindAllString(s string, n int) []string { return r.regexp().FindAllString(s, n) }

// FindAllStringIndex is regexp.Regexp's.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	return r.regexp().FindAllStringIndex(s, n)
}

// ReplaceAllString is regexp.Regexp's.
func (r *Regexp) ReplaceAllString(s, repl string) string {
	return r.regexp().ReplaceAllString(s, repl)
}

// ReplaceAllFunc is regexp.Regexp's.
func (r *Regexp) ReplaceAllFunc(b []byte, repl func([]byte) []byte) []byte {
	return r.regexp().ReplaceAllFunc(b, repl)
}

// ReplaceAllStringFunc is regexp.Regexp's.
func (r *Regexp) ReplaceAllStringFunc(s string, repl func(string) string) string {
	return r.regexp().ReplaceAllStringFunc(s, repl)
}

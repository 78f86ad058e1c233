// Package fetch is the HTTP client for addresses of news: guarded and polite. It
// asks one host one thing at a time, sends no cookies, follows a bounded number of
// redirects, obeys robots.txt where the caller wants that, and limits the time and
// the size of an answer, also of a compressed one. It never connects to a private
// or special network unless a person named the host (Grant); this is checked at
// the dial, for each redirect.
//
// It knows nothing of feeds or articles. Start at Client.Get.
package fetch

// Package pdfium takes the glyphs of a PDF file with their places, using Chrome's PDFium
// as WebAssembly. The file's bytes are run by nothing but the WebAssembly interpreter,
// which has no files, no network, no machine code of its own, a limit of memory and
// a limit of time. What the glyphs say in which order is for package pdf. Start at Read.
package pdfium

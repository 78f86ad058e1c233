package pdfium

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits of a file; docs/limits.md lists them.
const (
	MaxBytes  = 64 << 20
	MaxPages  = 100
	MaxGlyphs = 600_000
	// MaxTime is how long reading a file may take, on a machine that has other things to do.
	MaxTime = time.Minute
	// maxMemory is how much PDFium may have, in pages of 64 KiB.
	maxMemory = (96 << 20) >> 16
)

// Why a file is not read.
var (
	ErrDamaged   = errors.New("it is a damaged PDF file")
	ErrEncrypted = errors.New("it is a PDF file that needs a password: save it without one")
	ErrTooLong   = fmt.Errorf("the PDF file has more than %d pages, or more characters than an article may have: save the pages that matter as a file of their own", MaxPages)
	ErrTooSlow   = fmt.Errorf("the PDF file takes longer than %d s or more memory than %d MB to read: convert it with: pdftotext, of poppler-utils", MaxTime/time.Second, maxMemory>>4)
)

// Glyph is a character where it is printed. Y grows upwards.
type Glyph struct {
	Rune     rune    `json:"r"`
	X0       float32 `json:"x"` // where it begins on its baseline
	X1       float32 `json:"w"` // where its advance ends
	Y        float32 `json:"y"` // of the baseline
	Style    int     `json:"s"` // index into Page.Styles
	Unmapped bool    `json:"u,omitempty"`
	Raised   bool    `json:"h,omitempty"` // it is a digit whose foot is above the baseline
}

// Style is what glyphs of one run have in common.
type Style struct {
	Size   float32 `json:"size"` // in points, as printed
	Bold   bool    `json:"bold,omitempty"`
	Turned int     `json:"turned,omitempty"` // degrees against the page's lines
	Hidden bool    `json:"hidden,omitempty"` // as the words that a scanner laid over a picture
}

// Page is what is printed on a page, in the order in which the file draws it.
type Page struct {
	Width, Height float32
	Glyphs        []Glyph
	Styles        []Style
	Images        int // pictures that cover most of the page
	Fields        int // to fill in
}

// File is what a PDF file holds.
type File struct {
	Title string // of its properties
	Pages []Page
	XFA   bool // a form that Adobe's programs alone can show
}

// gcPercent is by how much the heap may grow while a file is read.
const gcPercent = 20

// one lets one file be read at a time: each takes some 200 MB.
var one sync.Mutex

// Read reads a file of at most MaxBytes.
func Read(data []byte) (File, error) { return read(data, MaxTime) }

// object is a word that every PDF file has.
var object = []byte("obj")

func read(data []byte, within time.Duration) (file File, err error) {
	if !bytes.Contains(data, object) { // not worth starting PDFium
		return File{}, ErrDamaged
	}
	one.Lock()
	defer one.Unlock()
	// PDFium takes some 180 MB as the interpreter has it. With the usual percentage the heap would grow by
	// as much again before it is collected.
	usual := debug.SetGCPercent(gcPercent)
	defer func() {
		runtime.GC() // PDFium, before the article is annotated
		debug.SetGCPercent(usual)
	}()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
		if ctx.Err() != nil {
			err = ErrTooSlow
		}
	}()
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxIdle: 1, MaxTotal: 1, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfigInterpreter().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCloseOnContextDone(true).WithMemoryLimitPages(maxMemory),
	})
	if err != nil {
		return File{}, fmt.Errorf("starting PDFium: %w", err)
	}
	defer pool.Close()
	library, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return File{}, fmt.Errorf("starting PDFium: %w", err)
	}
	r := reader{Pdfium: library}
	return r.file(data)
}

// reader reads one file.
type reader struct {
	pdfium.Pdfium

	document references.FPDF_DOCUMENT
	glyphs   int
}

func (r *reader) file(data []byte) (File, error) {
	opened, err := r.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return File{}, ErrEncrypted
	case err != nil:
		return File{}, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	r.document = opened.Document
	count, err := r.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: r.document})
	switch {
	case err != nil:
		return File{}, fmt.Errorf("%w (%w)", ErrDamaged, err)
	case count.PageCount == 0:
		return File{}, fmt.Errorf("%w: it has no pages", ErrDamaged)
	case count.PageCount > MaxPages:
		return File{}, ErrTooLong
	}
	var file File
	if title, err := r.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: r.document, Tag: "Title"}); err == nil {
		file.Title = title.Value
	}
	if form, err := r.FPDF_GetFormType(&requests.FPDF_GetFormType{Document: r.document}); err == nil {
		file.XFA = form.FormType == enums.FPDF_FORMTYPE_XFA_FULL
	}
	for i := range count.PageCount {
		page, err := r.page(i)
		if err != nil {
			return File{}, err
		}
		file.Pages = append(file.Pages, page)
	}
	return file, nil
}

// page reads one page, and frees what it took.
func (r *reader) page(i int) (Page, error) {
	damaged := func(err error) error { return fmt.Errorf("%w: page %d (%w)", ErrDamaged, i+1, err) }
	loaded, err := r.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: r.document, Index: i})
	if err != nil {
		return Page{}, damaged(err)
	}
	at := requests.Page{ByReference: &loaded.Page}
	size, err := r.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: r.document, Index: i})
	if err != nil {
		return Page{}, damaged(err)
	}
	text, err := r.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: at})
	if err != nil {
		return Page{}, damaged(err)
	}
	page := Page{Width: float32(size.Width), Height: float32(size.Height)}
	if rotation, err := r.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: at}); err == nil && rotation.PageRotation%2 == 1 {
		page.Width, page.Height = page.Height, page.Width // glyphs have the places of the page as it was before
	}
	if err := r.text(&page, text.TextPage); err != nil {
		return Page{}, err
	}
	page.Images, page.Fields = r.images(page, at), r.fields(at)
	if _, err := r.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}); err != nil {
		return Page{}, damaged(err)
	}
	if _, err := r.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}); err != nil {
		return Page{}, damaged(err)
	}
	return page, nil
}

// maxFields is how many annotations of a page are looked at for fields of a form, and
// maxObjects how many of its objects for pictures.
const (
	maxFields  = 200
	maxObjects = 2000
)

// images returns how many pictures cover most of a page. Files that cannot be told have none.
func (r *reader) images(page Page, at requests.Page) int {
	count, err := r.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: at})
	if err != nil {
		return 0
	}
	n := 0
	for i := range min(count.Count, maxObjects) {
		object, err := r.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: at, Index: i})
		if err != nil {
			continue
		}
		kind, err := r.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			continue
		}
		b, err := r.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
		if err == nil && (b.Right-b.Left)*(b.Top-b.Bottom) > page.Width*page.Height/2 {
			n++
		}
	}
	return n
}

// fields returns how many fields of a form a page has.
func (r *reader) fields(at requests.Page) int {
	count, err := r.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: at})
	if err != nil {
		return 0
	}
	n := 0
	for i := range min(count.Count, maxFields) {
		annotation, err := r.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: at, Index: i})
		if err != nil {
			continue
		}
		kind, err := r.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: annotation.Annotation})
		if err == nil && kind.Subtype == enums.FPDF_ANNOT_SUBTYPE_WIDGET {
			n++
		}
		_, _ = r.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: annotation.Annotation})
	}
	return n
}

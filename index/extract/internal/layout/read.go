package layout

// Read returns the view of text. It accepts any bytes and takes time linear in the
// length of the text. Reading a view's text again changes nothing that matters.
func Read(text string) View {
	v := View{Text: text}
	for _, rewrite := range [...]func(*rewriter){rewriteCharacters, rewriteTags, rewriteLines, rewriteLabels, rewriteMarks} {
		r := rewriter{text: v.Text}
		rewrite(&r)
		if len(r.edits) > 0 {
			v.Text = r.finish()
			v.passes = append(v.passes, r.edits)
		}
	}
	return v
}

package console

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// refuseQuestion answers a question that could not be read; its line stays in
// the page's field.
func (s *site) refuseQuestion(w http.ResponseWriter, r *http.Request, q question, err error) {
	code := http.StatusBadRequest
	if errors.Is(err, errTooLong) {
		code = http.StatusRequestEntityTooLarge
	}
	view := s.layout(q.Line)
	view.Title, view.Problem = failTitle(code), err.Error()
	s.show(w, r, code, "page.html", view)
}

// answer asks. A command that changes something is not run by a link: the
// answer is then a form that does run it.
func (s *site) answer(ctx context.Context, q question) answerView {
	view := s.ask(ctx, q)
	view.Card = view.Card.Plain()
	return view
}

func (s *site) ask(ctx context.Context, q question) answerView {
	request, err := s.Mux.Parse(q.Line, s.request())
	view := answerView{Question: q, ID: answerID(q)}
	if err != nil {
		view.Card = s.Mux.Refuse(ctx, request, err)
		return view
	}
	if c, ok := s.Mux.Find(request.Command); ok && c.Alters(request.Args) && !q.Confirmed {
		if err := s.Mux.Allow(c, request); err != nil { // before anybody is asked to confirm it
			view.Card = s.Mux.Refuse(ctx, request, err)
			return view
		}
		view.Confirm = c.Summary
		view.Card = bot.Card{Command: c.Name, Title: c.Line(request.Call), Notice: c.Summary + "?"}
		return view
	}
	request.Offset, request.Generation = q.Offset, q.Generation
	view.Card = s.Mux.Do(ctx, request)
	return view
}

// page is the start page or an answer with its own address.
func (s *site) page(w http.ResponseWriter, r *http.Request) {
	q, err := questionOf(w, r)
	if err != nil {
		s.refuseQuestion(w, r, q, err)
		return
	}
	view := s.layout(q.Line)
	if q.Line == "" {
		view.Welcome = s.welcome(r.Context())
		s.show(w, r, http.StatusOK, "page.html", view)
		return
	}
	answer := s.answer(r.Context(), q)
	answer.Thanks = r.FormValue("thanks") != ""
	view.Answer, view.Title = &answer, answer.Card.Title
	s.show(w, r, statusCode(answer.Card), "page.html", view)
}

// statusCode tells programs what the page tells people.
func statusCode(c bot.Card) int {
	switch c.Status {
	case bot.NotUnderstood:
		return http.StatusBadRequest
	case bot.Failed:
		return http.StatusInternalServerError
	}
	return http.StatusOK
}

// fragment is the answer alone, for the script to put into the page.
func (s *site) fragment(w http.ResponseWriter, r *http.Request) {
	q, err := questionOf(w, r)
	switch {
	case errors.Is(err, errTooLong):
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	case err != nil || q.Line == "":
		http.Error(w, "There is no line to answer.", http.StatusBadRequest)
		return
	}
	s.show(w, r, http.StatusOK, "answer", s.answer(r.Context(), q))
}

// completion is a whole line that continues what is being typed.
type completion struct {
	Line string `json:"line"`
	Note string `json:"note,omitempty"` // what a command does
}

// mostCompletions is the maximum number of lines offered.
const mostCompletions = 12

// complete answers with whole lines that continue q, as JSON.
func (s *site) complete(w http.ResponseWriter, r *http.Request) {
	q := r.FormValue("q")
	lines := []completion{}
	if len(q) <= maxComplete {
		for _, line := range s.Mux.Complete(r.Context(), q, s.request()) {
			c, _ := s.Mux.Find(strings.TrimSpace(strings.TrimPrefix(line, "/")))
			lines = append(lines, completion{line, c.Summary})
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err := json.NewEncoder(w).Encode(lines[:min(len(lines), mostCompletions)]); err != nil {
		s.log().DebugContext(r.Context(), "completion not sent", slog.Any("error", err))
	}
}

// export answers with the whole answer as a file.
func (s *site) export(w http.ResponseWriter, r *http.Request) {
	q, err := questionOf(w, r)
	if err != nil {
		s.refuseQuestion(w, r, q, err)
		return
	}
	request, err := s.Mux.Parse(q.Line, s.request())
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, err.Error())
		return
	}
	if c, _ := s.Mux.Find(request.Command); c.Alters(request.Args) {
		s.fail(w, r, http.StatusBadRequest, c.Name+" has no answer to export.")
		return
	}
	file, err := s.Mux.Whole(r.Context(), request).File(r.FormValue("format"))
	if err != nil {
		s.fail(w, r, http.StatusBadRequest, err.Error())
		return
	}
	w.Header().Set("Content-Type", file.Type)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	w.Write(file.Data)
}

// feedback keeps a 👍 or 👎 and goes back to the answer.
func (s *site) feedback(w http.ResponseWriter, r *http.Request) {
	q, err := questionOf(w, r)
	if errors.Is(err, errTooLong) {
		s.refuseQuestion(w, r, q, err)
		return
	}
	if err != nil || q.Line == "" || s.Feedback == nil {
		s.fail(w, r, http.StatusBadRequest, "There is nothing to judge here.")
		return
	}
	f := Feedback{Line: q.Line, Offset: q.Offset, Helpful: r.PostFormValue("helpful") == "yes"}
	if err := s.Feedback(r.Context(), f); err != nil {
		s.log().ErrorContext(r.Context(), "feedback not kept", slog.Any("error", err))
		s.fail(w, r, http.StatusInternalServerError, "Your judgement could not be kept; the log says why.")
		return
	}
	http.Redirect(w, r, q.address("/")+"&thanks=1", http.StatusSeeOther)
}

func (s *site) nowhere(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, http.StatusNotFound, "There is no such page here.")
}

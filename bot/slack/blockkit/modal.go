package blockkit

import "github.com/slack-go/slack"

// The fields of the forms, each a block and its element.
const (
	LineBlock    = "question" // the line that is asked
	LineInput    = "line"     // its element
	channelBlock = "where"
	channelInput = "channel"
)

// AskButton returns the button that opens the question form.
func AskButton(callbackID string) slack.Block {
	b := slack.NewButtonBlockElement(callbackID, "", plainText("Ask a question"))
	b.Style = slack.StylePrimary
	return slack.NewActionBlock(callbackID, b)
}

// QuestionForm returns the modal that asks for a question, and where to answer it.
func QuestionForm(callbackID string) slack.ModalViewRequest {
	input := slack.NewPlainTextInputBlockElement(plainText("who-said …, timeline …, or a plain question"), LineInput)
	line := slack.NewInputBlock(LineBlock, plainText("Your question"), nil, input)
	choose := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, channelInput)
	choose.DefaultToCurrentConversation, choose.ResponseURLEnabled = true, true
	channel := slack.NewInputBlock(channelBlock, plainText("Where I answer you"), plainText("Only you see it. Left empty: in our direct messages."), choose)
	channel.Optional = true
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callbackID, Title: plainText("Ask the briefing"), Submit: plainText("Ask"), Close: plainText("Cancel"),
		Blocks: slack.Blocks{BlockSet: []slack.Block{line, channel}},
	}
}

// ShareForm returns the modal that asks in which channel to share the answer to a call, which
// is kept by key.
func ShareForm(callbackID, key string) slack.ModalViewRequest {
	choose := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, channelInput)
	choose.ResponseURLEnabled = true
	choose.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}}
	channel := slack.NewInputBlock(channelBlock, plainText("Channel"), plainText("Everybody there sees the answer, made for that channel, and that you shared it."), choose)
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callbackID, Title: plainText("Share this answer"), Submit: plainText("Share"), Close: plainText("Cancel"),
		PrivateMetadata: key, Blocks: slack.Blocks{BlockSet: []slack.Block{channel}},
	}
}

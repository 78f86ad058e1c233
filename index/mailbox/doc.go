// Package mailbox reads the messages of a folder on a mail server, by IMAP. It opens
// folders for reading only: no message is marked as read, moved or deleted. Messages
// are known by their UID within the folder's UIDVALIDITY. It parses no message: package
// source does. Start at Reader.Visit.
package mailbox

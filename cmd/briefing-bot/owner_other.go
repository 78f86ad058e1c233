//go:build !unix

package main

import "os"

// ownedByUser returns true: the system keeps other users out by its own lists.
func ownedByUser(os.FileInfo) bool { return true }

// ownerOf returns -1: the owner is not a number here.
func ownerOf(string) int { return -1 }

// note opens a checkpoint with the checksum database's own code, as any Go program would: `note VKEY < checkpoint`.
package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		var verifier note.Verifier
		if verifier, err = note.NewVerifier(os.Args[1]); err == nil {
			var opened *note.Note
			if opened, err = note.Open(text, note.VerifierList(verifier)); err == nil {
				fmt.Print(opened.Text)
				return
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

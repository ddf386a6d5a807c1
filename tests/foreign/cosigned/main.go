// cosigned opens a checkpoint with other people's code and says who signed it: `cosigned LOG-VKEY WITNESS-VKEY… < checkpoint`.
package main

import (
	"fmt"
	"io"
	"os"

	f_note "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	if err := opened(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func opened() error {
	log, err := note.NewVerifier(os.Args[1])
	if err != nil {
		return err
	}
	known := []note.Verifier{log}
	for _, key := range os.Args[2:] {
		witness, err := f_note.NewVerifierForCosignatureV1(key)
		if err != nil {
			return err
		}
		known = append(known, witness)
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	found, err := note.Open(text, note.VerifierList(known...))
	if err != nil {
		return err
	}
	for _, one := range found.Sigs {
		fmt.Println(one.Name)
	}
	return nil
}

// ask sends a checkpoint to a witness by other people's client: `ask URL OLD PROOF… < checkpoint`, each hash of the proof in hexadecimal.
package main

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"

	client "github.com/transparency-dev/witness/client/http"
)

func main() {
	if err := asked(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func asked() error {
	address, err := url.Parse(os.Args[1])
	if err != nil {
		return err
	}
	old, err := strconv.ParseUint(os.Args[2], 10, 64)
	if err != nil {
		return err
	}
	var proof [][]byte
	for _, one := range os.Args[3:] {
		hash, err := hex.DecodeString(one)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	lines, size, err := client.NewWitness(address, http.DefaultClient).Update(context.Background(), old, text, proof)
	if err != nil {
		return fmt.Errorf("%w (%d)", err, size)
	}
	_, err = os.Stdout.Write(lines)
	return err
}

// Judges checkpoints, proofs and tiles with golang.org/x/mod/sumdb, which verifies every Go module that
// anybody downloads. It reads cases from its input and says of each whether it holds.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type oneCase struct {
	Kind    string   `json:"kind"`
	Key     string   `json:"key"`
	Note    string   `json:"note"`
	Leaf    []byte   `json:"leaf"`
	Index   int64    `json:"index"`
	Old     int64    `json:"old"`
	Size    int64    `json:"size"`
	OldRoot []byte   `json:"old_root"`
	Root    []byte   `json:"root"`
	Proof   [][]byte `json:"proof"`
	Folder  string   `json:"folder"`
	// Of a bundle.
	Path      string   `json:"path"`
	Witnesses []string `json:"witnesses"`
}

func hash(given []byte) (tlog.Hash, error) {
	var found tlog.Hash
	if len(given) != len(found) {
		return found, fmt.Errorf("a hash has %d bytes", len(found))
	}
	copy(found[:], given)
	return found, nil
}

// judged ends with nothing when a case holds.
func judged(one oneCase) error {
	switch one.Kind {
	case "checkpoint":
		verifier, err := note.NewVerifier(one.Key)
		if err != nil {
			return err
		}
		opened, err := note.Open([]byte(one.Note), note.VerifierList(verifier))
		if err != nil {
			return err
		}
		return wellFormed(opened.Text, one)
	case "bundle":
		return judgedBundle(one)
	case "tiles":
		root, err := hash(one.Root)
		if err != nil {
			return err
		}
		return readAll(tlog.Tree{N: one.Size, Hash: root}, one.Folder)
	}
	root, err := hash(one.Root)
	if err != nil {
		return err
	}
	proof := make([]tlog.Hash, len(one.Proof))
	for at := range one.Proof {
		if proof[at], err = hash(one.Proof[at]); err != nil {
			return err
		}
	}
	if one.Kind == "inclusion" {
		leaf, err := hash(one.Leaf)
		if err != nil {
			return err
		}
		if one.Index < 0 || one.Index >= one.Size {
			return fmt.Errorf("there is no leaf %d", one.Index)
		}
		return tlog.CheckRecord(proof, one.Size, root, one.Index, leaf)
	}
	old, err := hash(one.OldRoot)
	if err != nil {
		return err
	}
	if one.Old < 1 || one.Old > one.Size {
		return fmt.Errorf("a tree of %d did not grow to one of %d", one.Old, one.Size)
	}
	return tlog.CheckTree(proof, one.Size, root, one.Old, old)
}

func wellFormed(text string, one oneCase) error {
	var origin, root string
	var size int64
	if _, err := fmt.Sscanf(text, "%s\n%d\n%s\n", &origin, &size, &root); err != nil {
		return err
	}
	var found tlog.Hash
	if err := found.UnmarshalJSON([]byte(fmt.Sprintf("%q", root))); err != nil {
		return err
	}
	return nil
}

// stored holds the hashes of a tree as this package numbers them.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for at, index := range indexes {
		found[at] = s[index]
	}
	return found, nil
}

// readAll makes the tree anew from the tiles of its leaves, and from the tree every other tile. What reads
// tiles in this package does not hold each of them against the root when several of its hashes are in one.
func readAll(tree tlog.Tree, folder string) error {
	var hashes stored
	read := func(tile tlog.Tile) ([]byte, error) {
		// This package writes the height into the path, which C2SP leaves out.
		content, err := os.ReadFile(folder + "/tile/" + tile.Path()[len("tile/8/"):])
		if err == nil && len(content) != tile.W*tlog.HashSize {
			err = fmt.Errorf("a tile of %d hashes has %d bytes", tile.W, len(content))
		}
		return content, err
	}
	var tiles []tlog.Tile
	for _, tile := range tlog.NewTiles(8, 0, tree.N) {
		// Debian's version lists the partial tiles of every smaller tree as well.
		if tile.W == 256 || int64(tile.W) == tree.N>>uint(8*tile.L)%256 {
			tiles = append(tiles, tile)
		}
	}
	for _, tile := range tiles {
		if tile.L > 0 {
			continue
		}
		content, err := read(tile)
		if err != nil {
			return err
		}
		for at := 0; at < tile.W; at++ {
			leaf, err := hash(content[at*tlog.HashSize : (at+1)*tlog.HashSize])
			if err != nil {
				return err
			}
			more, err := tlog.StoredHashesForRecordHash(tile.N<<8+int64(at), leaf, hashes)
			if err != nil {
				return err
			}
			hashes = append(hashes, more...)
		}
	}
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return fmt.Errorf("these leaves are of another tree")
	}
	for _, tile := range tiles {
		content, err := read(tile)
		if err != nil {
			return err
		}
		made, err := tlog.ReadTileData(tile, hashes)
		if err != nil {
			return err
		}
		if string(made) != string(content) {
			return fmt.Errorf("a tile is not of this tree")
		}
	}
	return nil
}

func main() {
	var cases []oneCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	verdicts := make([]*bool, len(cases))
	for at, one := range cases {
		// It knows no witnesses.
		if one.Kind != "cosigned" {
			holds := judged(one) == nil
			verdicts[at] = &holds
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		panic(err)
	}
}

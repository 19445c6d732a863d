// Judges a whole bundle that was disclosed, with golang.org/x/mod/sumdb for what is signed and proved, and
// Go's own library for digests. Nothing of it was taken from verify.py; both follow the same description.
package main

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type manifest struct {
	Format     string            `json:"format"`
	Disclosure string            `json:"disclosure"`
	Origin     string            `json:"origin"`
	Events     string            `json:"events"`
	Files      map[string]string `json:"files"`
	Records    []struct {
		Label string `json:"label"`
		Last  int    `json:"last"`
	} `json:"records"`
}

type event struct {
	Parts map[string]map[string]any `json:"parts"`
}

// signed is a checkpoint whose signatures hold.
type signed struct {
	origin string
	tree   tlog.Tree
}

var content = []string{"README.txt", "disclosure.html", "disclosure.pdf", "words.json", "verify.py"}
var beside = []string{"manifest.json", "SHA256SUMS", "checkpoint", "policy"}

func judgedBundle(one oneCase) error {
	files, err := unpacked(one.Path)
	if err != nil {
		return err
	}
	if sums(files) != string(files["SHA256SUMS"]) {
		return fmt.Errorf("the digests are of other files")
	}
	var said manifest
	if err := json.Unmarshal(files["manifest.json"], &said); err != nil {
		return err
	}
	if err := named(said, files); err != nil {
		return err
	}
	newest, err := opened(files["checkpoint"], one)
	if err != nil {
		return err
	}
	if newest.origin != said.Origin || said.Format != "use-of-force-records/disclosure/1" {
		return fmt.Errorf("this is about another log")
	}
	if err := agrees(string(files["policy"]), one); err != nil {
		return err
	}
	if err := grown(files, newest, one); err != nil {
		return err
	}
	for _, record := range said.Records {
		var previous, stream []byte
		for version := first(said, record.Last); version <= record.Last+1; version++ {
			leaf, fields, clear, err := held(files, record.Label, version, newest)
			if err != nil {
				return fmt.Errorf("%s, version %d: %v", record.Label, version, err)
			}
			whole := said.Events == "whole"
			if whole && (!bytes.Equal(fields[len(fields)-1], previous) || version > 1 && !bytes.Equal(fields[2], stream)) {
				return fmt.Errorf("%s, version %d does not follow", record.Label, version)
			}
			previous, stream = leaf, fields[2]
			if version == record.Last+1 {
				if err := isThis(fields, clear, said, files["manifest.json"]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func first(said manifest, last int) int {
	if said.Events == "whole" {
		return 1
	}
	return last + 1
}

// unpacked reads an archive, and makes it again: there are no bytes in it but those of its files.
func unpacked(path string) (map[string][]byte, error) {
	written, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(bytes.NewReader(written), int64(len(written)))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	var made, index []byte
	little := binary.LittleEndian
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			return nil, err
		}
		read, err := io.ReadAll(reader)
		if err != nil {
			return nil, err
		}
		if _, twice := files[file.Name]; twice {
			return nil, fmt.Errorf("two files have one name")
		}
		files[file.Name] = read
		var head []byte
		for _, number := range []uint16{20, 0, 0, 0, 33} {
			head = little.AppendUint16(head, number)
		}
		for _, number := range []uint32{crc32.ChecksumIEEE(read), uint32(len(read)), uint32(len(read))} {
			head = little.AppendUint32(head, number)
		}
		head = little.AppendUint32(head, uint32(len(file.Name)))
		index = append(append(append(index, "PK\x01\x02\x14\x03"...), head...), make([]byte, 6)...)
		index = little.AppendUint32(little.AppendUint32(index, 0600<<16), uint32(len(made)))
		index = append(index, file.Name...)
		made = append(append(append(made, "PK\x03\x04"...), head...), file.Name...)
		made = append(made, read...)
	}
	end := append([]byte("PK\x05\x06"), make([]byte, 4)...)
	for range [2]int{} {
		end = little.AppendUint16(end, uint16(len(archive.File)))
	}
	end = little.AppendUint32(little.AppendUint32(end, uint32(len(index))), uint32(len(made)))
	if !bytes.Equal(written, append(append(append(made, index...), end...), 0, 0)) {
		return nil, fmt.Errorf("the archive is not as it was made")
	}
	return files, nil
}

func sums(files map[string][]byte) string {
	var lines []string
	for name := range files {
		if name != "SHA256SUMS" {
			lines = append(lines, name)
		}
	}
	sort.Strings(lines)
	for at, name := range lines {
		lines[at] = fmt.Sprintf("%x  %s\n", sha256.Sum256(files[name]), name)
	}
	return strings.Join(lines, "")
}

// named ends with nothing when the files are those that such a bundle has.
func named(said manifest, files map[string][]byte) error {
	wanted, more := map[string]bool{}, map[string]bool{}
	for _, name := range content {
		wanted[name] = true
	}
	for _, name := range beside {
		more[name] = true
	}
	for _, record := range said.Records {
		if record.Label == "" || record.Last < 1 {
			return fmt.Errorf("there is no record")
		}
		for version := first(said, record.Last); version <= record.Last+1; version++ {
			to := wanted
			if version > record.Last {
				to = more
			}
			to[eventName(record.Label, version)+".leaf"] = true
			to[eventName(record.Label, version)+".json"] = true
			more[proofName(record.Label, version)] = true
		}
	}
	if files["consistency"] != nil || files["previous-checkpoint"] != nil {
		more["consistency"], more["previous-checkpoint"] = true, true
	}
	if len(said.Records) == 0 || len(files) != len(wanted)+len(more) || len(said.Files) != len(wanted) {
		return fmt.Errorf("there are other files than there should be")
	}
	for name := range wanted {
		if digest(files[name]) != said.Files[name] {
			return fmt.Errorf("%s was not disclosed", name)
		}
	}
	for name := range more {
		if files[name] == nil {
			return fmt.Errorf("%s is missing", name)
		}
	}
	return nil
}

// witness verifies what c2sp.org/tlog-cosignature says, which this package does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	seen := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(w.key, []byte(seen), signature[8:])
}

func newWitness(written string) (note.Verifier, error) {
	parts := strings.SplitN(written, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("this is no key")
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, fmt.Errorf("this is no key of a witness")
	}
	return witness{parts[0], uint32(hash), key[1:]}, nil
}

// opened holds a checkpoint against the keys that are given: the log's, and every witness's.
func opened(written []byte, one oneCase) (signed, error) {
	log, err := note.NewVerifier(one.Key)
	if err != nil {
		return signed{}, err
	}
	verifiers := []note.Verifier{log}
	for _, key := range one.Witnesses {
		seen, err := newWitness(key)
		if err != nil {
			return signed{}, err
		}
		verifiers = append(verifiers, seen)
	}
	found, err := note.Open(written, note.VerifierList(verifiers...))
	if err != nil {
		return signed{}, err
	}
	if len(found.Sigs) != len(verifiers) {
		return signed{}, fmt.Errorf("somebody did not sign it")
	}
	return checkpoint(found.Text)
}

func checkpoint(text string) (signed, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return signed{}, fmt.Errorf("this is no checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return signed{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return signed{lines[0], tlog.Tree{N: size, Hash: root}}, err
}

// agrees ends with nothing when a policy is one, and names the keys that are given and no other.
func agrees(text string, one oneCase) error {
	defined, keys, quorum := map[string]bool{}, map[string]bool{}, ""
	lines := strings.Split(text, "\n")
	for _, line := range lines[:len(lines)-1] {
		words := strings.Split(line, " ")
		switch {
		case words[0] == "log" && len(words) == 2:
			keys[words[1]] = true
		case words[0] == "witness" && len(words) == 3:
			defined[words[1]], keys[words[2]] = true, true
		case words[0] == "group" && len(words) > 3 && words[2] == "all":
			for _, member := range words[3:] {
				if !defined[member] {
					return fmt.Errorf("nobody is called %s", member)
				}
			}
			defined[words[1]] = true
		case words[0] == "quorum" && len(words) == 2 && defined[words[1]] && quorum == "":
			quorum = words[1]
		default:
			return fmt.Errorf("this is no line of such a policy: %s", line)
		}
	}
	for _, key := range append([]string{one.Key}, one.Witnesses...) {
		if !keys[key] {
			return fmt.Errorf("the policy names other keys")
		}
	}
	if quorum == "" || len(keys) != 1+len(one.Witnesses) || lines[len(lines)-1] != "" {
		return fmt.Errorf("this is no such policy")
	}
	return nil
}

// grown ends with nothing when the log only grew since a checkpoint that the recipient had.
func grown(files map[string][]byte, newest signed, one oneCase) error {
	written := files["previous-checkpoint"]
	if written == nil {
		return nil
	}
	old, err := opened(written, one)
	if err != nil {
		return err
	}
	head, after, _ := strings.Cut(string(files["consistency"]), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != fmt.Sprintf("old %d", old.tree.N) || after != string(files["checkpoint"]) {
		return fmt.Errorf("this is about other checkpoints")
	}
	proof, err := hashes(lines[1:])
	if err != nil {
		return err
	}
	if old.origin != newest.origin {
		return fmt.Errorf("this is another log")
	}
	return tlog.CheckTree(proof, newest.tree.N, newest.tree.Hash, old.tree.N, old.tree.Hash)
}

func hashes(lines []string) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, line := range lines {
		one, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, nil
}

// held ends with the hash of an event's leaf, its fields, and what it says in clear, when the leaf is in the
// log and each part that is disclosed is the one that it commits to.
func held(files map[string][]byte, label string, version int, in signed) (leaf []byte, fields [][]byte, clear []byte, err error) {
	entry := files[eventName(label, version)+".leaf"]
	head, after, _ := strings.Cut(string(files[proofName(label, version)]), "\n\n")
	lines := strings.Split(head, "\n")
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || after != string(files["checkpoint"]) {
		return nil, nil, nil, fmt.Errorf("this is no proof")
	}
	place, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil || lines[1] != fmt.Sprintf("index %d", place) {
		return nil, nil, nil, fmt.Errorf("this is no place in a log")
	}
	proof, err := hashes(lines[2:])
	if err != nil {
		return nil, nil, nil, err
	}
	hashed := tlog.RecordHash(entry)
	if err := tlog.CheckRecord(proof, in.tree.N, in.tree.Hash, place, hashed); err != nil {
		return nil, nil, nil, err
	}
	for rest := entry; len(rest) > 0; {
		if len(rest) < 4 || len(rest[4:]) < int(binary.BigEndian.Uint32(rest)) {
			return nil, nil, nil, fmt.Errorf("this is no leaf")
		}
		length := int(binary.BigEndian.Uint32(rest))
		fields, rest = append(fields, rest[4:4+length]), rest[4+length:]
	}
	if len(fields) < 14 || string(fields[1]) != in.origin || binary.BigEndian.Uint64(fields[3]) != uint64(version) {
		return nil, nil, nil, fmt.Errorf("this is the leaf of another event")
	}
	clear, err = parts(files[eventName(label, version)+".json"], fields)
	return hashed[:], fields, clear, err
}

func parts(written []byte, fields [][]byte) ([]byte, error) {
	commitments := map[string][]byte{"clear": fields[11]}
	for at := 13; at+4 < len(fields); at += 4 {
		commitments[string(fields[at])] = fields[at+2]
	}
	var said event
	reading := json.NewDecoder(bytes.NewReader(written))
	reading.DisallowUnknownFields()
	if err := reading.Decode(&said); err != nil {
		return nil, err
	}
	if rest := written[reading.InputOffset():]; string(rest) != "\n" || len(said.Parts) != len(commitments) {
		return nil, fmt.Errorf("this is no such event")
	}
	var clear []byte
	for part, value := range said.Parts {
		text, isText := value["text"].(string)
		blind, isBlind := value["blind"].(string)
		if commitments[part] == nil || len(value) != 1 && !(len(value) == 2 && isText && isBlind) {
			return nil, fmt.Errorf("it does not say what %s is", part)
		}
		if !isText {
			continue
		}
		key, err := hex.DecodeString(blind)
		if err != nil {
			return nil, err
		}
		made := hmac.New(sha256.New, key)
		made.Write([]byte(text))
		if !hmac.Equal(made.Sum(nil), commitments[part]) {
			return nil, fmt.Errorf("%s is not what was recorded", part)
		}
		if part == "clear" {
			clear = []byte(text)
		}
	}
	return clear, nil
}

// isThis ends with nothing when an event says that this was disclosed.
func isThis(fields [][]byte, clear []byte, said manifest, written []byte) error {
	var disclosed struct {
		Disclosure string `json:"disclosure"`
		Digest     string `json:"digest"`
	}
	if err := json.Unmarshal(clear, &disclosed); err != nil {
		return err
	}
	if string(fields[4]) != "use-of-force-record.disclosed" || disclosed.Disclosure != said.Disclosure {
		return fmt.Errorf("this is not the event of this disclosure")
	}
	if disclosed.Digest != digest(written) {
		return fmt.Errorf("something else was disclosed")
	}
	return nil
}

func digest(written []byte) string {
	return fmt.Sprintf("%x", sha256.Sum256(written))
}

func eventName(label string, version int) string {
	return fmt.Sprintf("events/%s-%d", label, version)
}

func proofName(label string, version int) string {
	return fmt.Sprintf("proofs/%s-%d.tlog-proof", label, version)
}

// Judges the files of a bundle that was disclosed: what is signed and proved with the verifier that is passed in,
// digests and the signatures of witnesses, which it does not know, with Node's own library.
import { createHash, createHmac, createPublicKey, verify } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CONTENT = ["README.txt", "disclosure.html", "disclosure.pdf", "words.json", "verify.py"];
const BESIDE = ["manifest.json", "SHA256SUMS", "checkpoint", "policy"];
const BEFORE_A_KEY = Buffer.from("302a300506032b6570032100", "hex");

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");
const leafHash = (entry) => createHash("sha256").update(Buffer.of(0)).update(entry).digest();
const eventName = (label, version) => `events/${label}-${version}`;
const proofName = (label, version) => `proofs/${label}-${version}.tlog-proof`;

const must = (holds, why) => {
  if (!holds) throw new Error(why);
};

const filesOf = (folder) =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath ?? one.path, one.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path)]),
  );

export const publicKey = (bytes) =>
  createPublicKey({ key: Buffer.concat([BEFORE_A_KEY, bytes]), format: "der", type: "spki" });

// Every witness that is given made one of the lines below the text.
const mustBeSeen = (note, witnesses) => {
  const at = note.lastIndexOf("\n\n") + 1;
  const [text, lines] = [note.slice(0, at), note.slice(at + 1).split("\n")];
  must(lines.pop() === "", "the last line does not end");
  for (const key of witnesses) {
    const [name, id, ...rest] = key.split("+");
    const typed = Buffer.from(rest.join("+"), "base64");
    const [line] = lines.filter((one) => one.startsWith(`\u2014 ${name} `));
    must(line, `${name} did not see it`);
    const written = line.split(" ")[2];
    const signature = Buffer.from(written, "base64");
    must(signature.toString("base64") === written && signature.length === 76, "not a signature");
    must(signature.subarray(0, 4).toString("hex") === id, "another key");
    const seen = `cosignature/v1\ntime ${signature.readBigUInt64BE(4)}\n${text}`;
    const good = verify(null, Buffer.from(seen), publicKey(typed.subarray(1)), signature.subarray(12));
    must(good, `${name} signed something else`);
  }
  must(lines.length === witnesses.length + 1, "there is another line");
  return text.split("\n");
};

const mustAgree = (policy, keys) => {
  const lines = policy.split("\n");
  must(lines.pop() === "", "the last line does not end");
  const words = lines.map((line) => line.split(" "));
  const witnesses = words.filter(([kind]) => kind === "witness");
  const names = witnesses.map(([, name]) => name);
  const expected = [
    ...words.filter(([kind]) => kind === "log").map(([, key]) => `log ${key}`),
    ...witnesses.map(([, name, key]) => `witness ${name} ${key}`),
    `group witnesses all ${names.join(" ")}`,
    "quorum witnesses",
  ];
  must(policy === expected.map((line) => `${line}\n`).join(""), "this is no such policy");
  const said = words.flatMap(([kind, ...rest]) => (kind === "log" || kind === "witness" ? rest.slice(-1) : []));
  must(said.length === keys.length && keys.every((key) => said.includes(key)), "other keys");
};

const fieldsOf = (entry) => {
  const fields = [];
  for (let at = 0; at < entry.length; ) {
    const length = entry.readUInt32BE(at);
    must(at + 4 + length <= entry.length, "this is no leaf");
    fields.push(entry.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  must(fields.length >= 14, "this is no leaf");
  return fields;
};

// Each part that is disclosed is the one that the leaf commits to; what is clear is given back.
const clearOf = (written, fields) => {
  const committed = new Map([["clear", fields[11]]]);
  for (let at = 13; at + 4 < fields.length; at += 4) committed.set(fields[at].toString(), fields[at + 2]);
  const { parts, ...others } = JSON.parse(written);
  must(Object.keys(others).length === 0 && !written.endsWith("\n\n"), "this is no such event");
  must(Object.keys(parts).length === committed.size, "these are other parts");
  for (const [part, value] of Object.entries(parts)) {
    must(committed.has(part), `there is no ${part}`);
    const { text, blind, ...rest } = value;
    if (text === undefined && blind === undefined && Object.keys(rest).length === 1) continue;
    must(text !== undefined && blind !== undefined && !Object.keys(rest).length, "neither shown nor not");
    const key = Buffer.from(blind, "hex");
    must(key.toString("hex") === blind, "this is no blind");
    const made = createHmac("sha256", key).update(text).digest();
    must(made.equals(committed.get(part)), `${part} is not what was recorded`);
  }
  return parts.clear.text;
};

export const judgeBundle = (one, { checkpoint, inclusion }) => {
  const files = filesOf(one.folder);
  const text = (name) => files.get(name).toString();
  const names = [...files.keys()].filter((name) => name !== "SHA256SUMS").sort();
  const sums = names.map((name) => `${digest(files.get(name))}  ${name}\n`).join("");
  must(text("SHA256SUMS") === sums, "the digests are of other files");

  const manifest = JSON.parse(text("manifest.json"));
  const whole = manifest.events === "whole";
  const [content, beside] = [new Set(CONTENT), new Set(BESIDE)];
  for (const { label, last } of manifest.records)
    for (let version = whole ? 1 : last + 1; version <= last + 1; version++) {
      const of = version > last ? beside : content;
      of.add(`${eventName(label, version)}.leaf`).add(`${eventName(label, version)}.json`);
      beside.add(proofName(label, version));
    }
  must(manifest.records.length > 0 && files.size === content.size + beside.size, "other files");
  must([...beside].every((name) => files.has(name)), "a file is missing");
  must(Object.keys(manifest.files).length === content.size, "other files were disclosed");
  for (const name of content) must(digest(files.get(name)) === manifest.files[name], name);

  checkpoint({ key: one.key, note: text("checkpoint") });
  const [origin, size, root, end] = mustBeSeen(text("checkpoint"), one.witnesses);
  must(origin === manifest.origin && end === "", "this is about another log");
  mustAgree(text("policy"), [one.key, ...one.witnesses]);

  for (const { label, last } of manifest.records) {
    let [previous, stream] = [Buffer.alloc(0), undefined];
    for (let version = whole ? 1 : last + 1; version <= last + 1; version++) {
      const entry = files.get(`${eventName(label, version)}.leaf`);
      const [head, ...signed] = text(proofName(label, version)).split("\n\n");
      must(signed.join("\n\n") === text("checkpoint"), "this is about another checkpoint");
      const [format, place, ...proof] = head.split("\n");
      const index = /^index (0|[1-9][0-9]*)$/.exec(place);
      must(format === "c2sp.org/tlog-proof@v1" && index, "this is no proof");
      must(proof.every((hash) => Buffer.from(hash, "base64").toString("base64") === hash), "no hash");
      inclusion({ index: index[1], proof, entry: entry.toString("base64"), size, root });

      const fields = fieldsOf(entry);
      must(fields[1].toString() === origin && fields[3].readBigUInt64BE() === BigInt(version), "another event");
      const clear = clearOf(text(`${eventName(label, version)}.json`), fields);
      if (whole) {
        must(fields.at(-1).equals(previous) && fields[2].equals(stream ?? fields[2]), "it does not follow");
      }
      [previous, stream] = [leafHash(entry), fields[2]];
      if (version <= last) continue;
      const said = JSON.parse(clear);
      must(fields[4].toString() === "use-of-force-record.disclosed", "this is not a disclosure");
      must(said.disclosure === manifest.disclosure, "this is another disclosure");
      must(said.digest === digest(files.get("manifest.json")), "something else was disclosed");
    }
  }
};

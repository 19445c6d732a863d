// Judges checkpoints and inclusion proofs with the verifier of Sigstore, which npm itself checks packages
// with. It judges no consistency and no tiles.
import { createRequire } from "node:module";
import { join } from "node:path";
import { judgeBundle, publicKey } from "./bundle.mjs";

const [modules] = process.argv.slice(2);
const inside = createRequire(join(modules, "@sigstore/verify/dist/tlog/judge.js"));
const { verifyMerkleInclusion } = inside("./merkle.js");
const { verifyCheckpoint } = inside("./checkpoint.js");

const bytes = (text) => Buffer.from(text, "base64");

// As much of a leaf as this verifier takes is its entry, which it hashes itself.
const inclusion = (one) =>
  verifyMerkleInclusion(
    {
      inclusionProof: { logIndex: String(one.index), hashes: one.proof.map(bytes) },
      canonicalizedBody: bytes(one.entry),
    },
    { logSize: BigInt(one.size), logHash: bytes(one.root) },
  );

const checkpoint = (one) => {
  const [name, id, ...key] = one.key.split("+");
  const typed = bytes(key.join("+"));
  verifyCheckpoint({ inclusionProof: { checkpoint: { envelope: one.note } } }, [
    {
      baseURL: name,
      logID: Buffer.from(id, "hex"),
      publicKey: publicKey(typed.subarray(1)),
    },
  ]);
};

const bundle = (one) => judgeBundle(one, { inclusion, checkpoint });

const judges = { inclusion, checkpoint, bundle };
const holds = (one) => {
  if (!(one.kind in judges)) return null;
  try {
    judges[one.kind](one);
    return true;
  } catch {
    return false;
  }
};

let read = "";
for await (const chunk of process.stdin) read += chunk;
console.log(JSON.stringify(JSON.parse(read).map(holds)));

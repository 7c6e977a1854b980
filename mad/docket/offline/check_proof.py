#!/usr/bin/env python3
"""Check a receipt, a ballot or a determination of the Mass Atrocities Division without the Division.

    python3 check_proof.py DOCUMENT.json [--key PUBLIC_KEY_HEX]

DOCUMENT.json holds "proof" (leaf, index, path, head), or "statement" with "signature", or both; a list of such
documents is checked one by one. With "opening" (content, and the salt of a sealed ballot) the entry in the proof is
held to that content; the opening of a vote's closing is counted again, ballot by ballot. Needs Python 3.11 and the package "cryptography". The tree is RFC 9162's,
signatures are Ed25519 over canonical JSON (sorted keys, no spaces, UTF-8). Take the key from a source you
trust: without --key the document is held only to the key that it brings itself. Exit status 0: all holds.
"""

import argparse
import hashlib
import hmac
import json
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

HEAD_FIELDS = ("log", "size", "root", "at")


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed_by(key, statement, signature):
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), canonical(statement))
    except (InvalidSignature, ValueError):
        return False
    return True


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf, index, size, path):
    """The root that an audit path leads to, or None when the path has the wrong length (RFC 9162, 2.1.3.2)."""
    last, result = size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for step in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            result = node(step, result)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            result = node(result, step)
        index, last = index >> 1, last >> 1
    return result if last == 0 else None


def digest(content, salt):
    """What a docket entry commits to: SHA-256 of the content, or HMAC-SHA256 under the salt of a sealed one."""
    if salt:
        return hmac.new(bytes.fromhex(salt), canonical(content), hashlib.sha256).hexdigest()
    return hashlib.sha256(canonical(content)).hexdigest()


def opened(opening, leaf):
    """What does not hold between the content shown and the entry that committed to it."""
    content = opening["content"]
    if digest(content, opening.get("salt", "")) != leaf["digest"]:
        yield f"entry {leaf['entry']} does not commit to the content that is shown"
    if "roll" in content:
        yield from counted(content, leaf["facts"])


def counted(content, facts):
    """R34: the roll of a vote against the figures on the docket, and the figures against the outcome."""
    said = [row["choice"] for row in content["roll"] if row["member"] not in facts["struck"]]
    if {name: said.count(name) for name in ("yes", "no", "abstain")} != {n: facts[n] for n in ("yes", "no", "abstain")}:
        yield "the roll does not add up to the count on the docket"
    if facts["outcome"] == "carried" and not (facts["yes"] * 3 >= facts["entitled"] * 2 and facts["yes"]):
        yield "the count does not carry, and the docket says that it does"


def ballots_of(documents):
    """Ballots as the roll of a closing opens them, each held to the docket entry of the ballot among the documents."""
    leaves = {d["proof"]["leaf"]["entry"]: d["proof"]["leaf"] for d in documents if d.get("proof")}
    for document in documents:
        content = document.get("opening", {}).get("content", {})
        for row in content.get("roll", []):
            leaf = leaves.get(row["entry"])
            own = {name: row[name] for name in ("member", "version", "choice", "explanation")}
            sealed = {"motion": content["motion"], "vote": content["vote"], **own}
            if leaf and leaf["digest"] != digest(sealed, row["salt"]):
                yield f"the ballot of entry {row['entry']} is not the one that the roll shows"


def faults(document, key):
    """What does not hold in one document, as sentences."""
    found = []
    if "statement" in document:
        signature = document["signature"]
        if key and signature.get("public_key", key) != key:
            found.append("the statement is signed with another key than the one given")
        if not signed_by(key or signature["public_key"], document["statement"], signature["signature"]):
            found.append("the statement's signature does not hold")
    proof = document.get("proof")
    if proof:
        head = proof["head"]
        if not signed_by(key or head["public_key"], {name: head[name] for name in HEAD_FIELDS}, head["signature"]):
            found.append("the signature of the docket head does not hold")
        path = [bytes.fromhex(step) for step in proof["path"]]
        root = root_from(canonical(proof["leaf"]), proof["index"], head["size"], path)
        if root is None or root.hex() != head["root"]:
            found.append("the docket entry is not in the log under this head")
        if "opening" in document:
            found += opened(document["opening"], proof["leaf"])
        expected = document.get("statement", {}).get("docket_digest")
        if expected and expected != proof["leaf"]["digest"]:
            found.append("the docket entry is another one than the statement names")
    if "statement" not in document and not proof:
        found.append("there is neither a statement nor a proof in the document")
    return found


def main():
    parser = argparse.ArgumentParser(description="Check a document of the Mass Atrocities Division offline.")
    parser.add_argument("document")
    parser.add_argument("--key", help="the Division's public key in hex, from a source you trust")
    arguments = parser.parse_args()
    try:
        with open(arguments.document, encoding="utf-8") as file:
            documents = json.load(file)
        documents = documents if isinstance(documents, list) else [documents]
        found = [fault for document in documents for fault in faults(document, arguments.key)]
        found += ballots_of(documents)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot be read: {error!r}")
        return 2
    for fault in found:
        print(f"DOES NOT HOLD: {fault}")
    if not found:
        print("All holds." if arguments.key else "All holds, under the key that the document brings itself.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

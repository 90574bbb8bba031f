"""Asks a Quorate coordinator to have a text signed. Needs: pip install cbor2 cryptography

python3 sign_request.py http://127.0.0.1:41201 .quorate/cluster.json desk-1 .quorate/desks/desk-1.key KEY_ID "hello"
"""
import base64, hashlib, json, secrets, sys, time, urllib.request
import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def tagged_hash(tag, *parts):
    framed = (len(part).to_bytes(4, "big") + part for part in (tag.encode(), *parts))
    return hashlib.sha256(b"".join(framed)).digest()


def sign_request(seed, cluster, request_id, desk, key, intent, created_at, expires_at, path=(), cosigners=()):
    request = [1, cluster, request_id, desk, key, intent, list(path), sorted(cosigners), created_at, expires_at]
    digest = tagged_hash("quorate/request/1", cbor2.dumps(request, canonical=True))
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(digest)
    return digest, signature, cbor2.dumps([request, signature], canonical=True)


def auth_header(seed, desk, method, path, body, now):
    hashed = hashlib.sha256(body).digest()
    digest = tagged_hash("quorate/http/1", method.encode(), path.encode(), str(now).encode(), hashed)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(digest).hex()
    return f'Quorate desk="{desk}", time="{now}", signature="{signature}"'


if __name__ == "__main__":
    url, cluster_file, desk, key_file, key, text = sys.argv[1:]
    seed = bytes.fromhex(open(key_file).read().strip())
    cluster = bytes.fromhex(json.load(open(cluster_file))["id"])
    now, request_id = int(time.time()), secrets.token_hex(12)
    intent = ["message", [text]]
    _, _, signed = sign_request(seed, cluster, request_id, desk, bytes.fromhex(key), intent, now, now + 900)
    body = json.dumps({"request": base64.b64encode(signed).decode()}).encode()
    headers = {"content-type": "application/json", "authorization": auth_header(seed, desk, "POST", "/v1/requests", body, now)}
    print(urllib.request.urlopen(urllib.request.Request(url + "/v1/requests", body, headers)).read().decode())

"""Verifies the zero-knowledge proofs of Quorate's threshold ECDSA, from docs/ecdsa-proofs.md alone.

    python3 verify_ecdsa_proofs.py ../vectors/ecdsa-proofs-v1.json [profile]

Nothing but Python's own integers and SHA-256: slow, and not constant-time. Prints what it found for every proof of the file
and exits with 1 if one is refused, or is accepted in another place.
"""
import hashlib
import json
import math
import sys

# --- encodings ---------------------------------------------------------------------------------------------------------


def H(tag, *parts):
    return hashlib.sha256(b"".join(len(p).to_bytes(4, "big") + p for p in (tag.encode(), *parts))).digest()


def natural(n):
    assert n >= 0
    return n.to_bytes((n.bit_length() + 7) // 8, "big")


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    size = 1 if n < 1 << 8 else 2 if n < 1 << 16 else 4
    return bytes([major << 5 | {1: 24, 2: 25, 4: 26}[size]]) + n.to_bytes(size, "big")


def cbor(value):
    if isinstance(value, bool):
        return bytes([0xF5 if value else 0xF4])
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    return head(4, len(value)) + b"".join(map(cbor, value))


def uncbor(data):
    def read(at):
        major, n = data[at] >> 5, data[at] & 31
        if major == 7:
            return n == 21, at + 1
        if n >= 24:
            size = 1 << n - 24
            n, at = int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + size
        at += 1
        if major == 2:
            return data[at : at + n], at + n
        items = []
        for _ in range(n):
            item, at = read(at)
            items.append(item)
        return items, at

    value, end = read(0)
    assert end == len(data) and cbor(value) == data
    return value


def number(encoded):
    assert encoded[:1] != b"\0"
    return int.from_bytes(encoded, "big")


def signed(encoded):
    sign, magnitude = encoded[0], number(encoded[1:])
    assert sign in (0, 1) and not (sign and magnitude == 0)
    return -magnitude if sign else magnitude


# --- the curves: points are (x, y), the identity is None ------------------------------------------------------------------


class Curve:
    def __init__(self, p, a, b, q, G):
        self.p, self.a, self.b, self.q, self.G = p, a, b, q, G

    def add(self, P, Q):
        if P is None or Q is None:
            return Q if P is None else P
        if P[0] == Q[0]:
            if (P[1] + Q[1]) % self.p == 0:
                return None
            slope = (3 * P[0] * P[0] + self.a) * pow(2 * P[1], -1, self.p)
        else:
            slope = (Q[1] - P[1]) * pow(Q[0] - P[0], -1, self.p)
        x = (slope * slope - P[0] - Q[0]) % self.p
        return x, (slope * (P[0] - x) - P[1]) % self.p

    def times(self, n, P):
        n, result = n % self.q, None
        while n:
            if n & 1:
                result = self.add(result, P)
            P, n = self.add(P, P), n >> 1
        return result

    def sum(self, *terms):
        result = None
        for n, P in terms:
            result = self.add(result, self.times(n, P))
        return result

    def decode(self, data):
        assert len(data) == 33 and data[0] in (2, 3)
        x = int.from_bytes(data[1:], "big")
        y = pow(x**3 + self.a * x + self.b, (self.p + 1) // 4, self.p)
        assert x < self.p and (y * y - x**3 - self.a * x - self.b) % self.p == 0
        return x, y if y & 1 == data[0] & 1 else self.p - y

    def encode(self, P):
        return bytes([2 + (P[1] & 1)]) + P[0].to_bytes(32, "big")


CURVES = {
    "secp256k1": Curve(
        2**256 - 2**32 - 977,
        0,
        7,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
        (
            0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
            0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
        ),
    ),
    "P-256": Curve(
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        -3,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        (
            0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
            0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
        ),
    ),
}

# --- challenges --------------------------------------------------------------------------------------------------------


class Stream:
    def __init__(self, seed):
        self.seed, self.block, self.unread = seed, 0, b""

    def read(self, length):
        while len(self.unread) < length:
            self.unread += H("quorate/ecdsa/challenge/1", self.seed, self.block.to_bytes(4, "big"))
            self.block += 1
        read, self.unread = self.unread[:length], self.unread[length:]
        return read


class Place:
    """Curve, profile and context: everything that a challenge binds beside the proof itself."""

    def __init__(self, curve, profile, context):
        self.curve, self.profile = curve, profile
        names = ("modulusBits", "kappa", "ell", "ellPrime", "epsilon", "repetitions")
        G = curve.encode(curve.G)
        self.setting = cbor([natural(curve.q), G, profile["name"], *(profile[n] for n in names)])
        verifier = 0 if context["verifier"] == "all" else context["verifier"]
        self.context = cbor(
            [
                bytes.fromhex(context["session"]),
                bytes.fromhex(context["auxGeneration"]),
                context["round"],
                context["slot"],
                context["prover"],
                verifier,
            ]
        )

    def seed(self, kind, statement, commitments):
        tag = "quorate/ecdsa/proof/" + kind + "/1"
        return H(tag, self.setting, self.context, cbor(statement), cbor(commitments))

    def scalar(self, seed):
        return int.from_bytes(Stream(seed).read(48), "big") % self.curve.q

    def bits(self, seed):
        m = self.profile["repetitions"]
        read = Stream(seed).read((m + 7) // 8)
        return [read[i // 8] >> 7 - i % 8 & 1 for i in range(m)]

    def units(self, seed, N):
        stream, found = Stream(seed), []
        while len(found) <= self.profile["repetitions"]:
            y = int.from_bytes(stream.read((N.bit_length() + 7) // 8), "big") & (1 << N.bit_length()) - 1
            if y < N and math.gcd(y, N) == 1:
                found.append(y)
        return found


# --- arithmetic --------------------------------------------------------------------------------------------------------


def units(N, *values):
    return all(0 < v < N and math.gcd(v, N) == 1 for v in values)


def ciphertexts(N, *values):
    return all(0 < v < N * N and math.gcd(v, N) == 1 for v in values)


def enc(N, m, rho):
    return (1 + m * N) * pow(rho, N, N * N) % (N * N)


def within(value, bits, scale=1):
    return abs(value) <= scale << bits


def jacobi(a, n):
    a, sign = a % n, 1
    while a:
        while a % 2 == 0:
            a //= 2
            if n % 8 in (3, 5):
                sign = -sign
        a, n = n, a
        if a % 4 == 3 and n % 4 == 3:
            sign = -sign
        a %= n
    return sign if n == 1 else 0


def is_composite(N):
    d, twos = N - 1, 0
    while d % 2 == 0:
        d, twos = d // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(base, d, N)
        if x not in (1, N - 1) and all((x := x * x % N) != N - 1 for _ in range(twos - 1)):
            return True
    return False


# --- the proofs: each takes the place, the statement's numbers and points by name, and the decoded proof ---------------------


def sch(place, s, proof):
    E = place.curve
    A, z = E.decode(proof[0]), int.from_bytes(proof[1], "big")
    e = place.scalar(place.seed("sch", [E.encode(s["X"])], proof[:1]))
    return E.times(z, E.G) == E.add(A, E.times(e, s["X"]))


def elog(place, s, proof):
    E = place.curve
    A, N, B = map(E.decode, proof[:3])
    z, u = (int.from_bytes(v, "big") for v in proof[3:])
    e = place.scalar(place.seed("elog", [E.encode(s[n]) for n in ("L", "M", "X", "Y", "h")], proof[:3]))
    return (
        E.times(z, E.G) == E.sum((1, A), (e, s["L"]))
        and E.sum((u, E.G), (z, s["X"])) == E.sum((1, N), (e, s["M"]))
        and E.times(u, s["h"]) == E.sum((1, B), (e, s["Y"]))
    )


def pedersen(s):
    return [natural(s["pedersen"][n]) for n in ("modulus", "s", "t")]


def commit(s, x, y):
    parameters = s["pedersen"]
    return pow(parameters["s"], x, parameters["modulus"]) * pow(parameters["t"], y, parameters["modulus"])


def enc_elg(place, s, proof):
    E, N0, C, Nh = place.curve, s["N0"], s["C"], s["pedersen"]["modulus"]
    S, T, D = map(number, proof[:3])
    Y, Z = map(E.decode, proof[3:5])
    z1, w, z2, z3 = signed(proof[5]), int.from_bytes(proof[6], "big"), number(proof[7]), signed(proof[8])
    statement = [natural(N0), natural(C), *(E.encode(s[n]) for n in "ABX"), *pedersen(s)]
    e = place.scalar(place.seed("enc-elg", statement, proof[:5]))
    bound = place.profile["ell"] + place.profile["epsilon"]
    return (
        within(z1, bound)
        and within(z3, bound + 1, Nh)
        and ciphertexts(N0, C, D)
        and units(N0, z2)
        and units(Nh, S, T)
        and enc(N0, z1, z2) == D * pow(C, e, N0 * N0) % (N0 * N0)
        and E.sum((w, s["A"]), (z1, E.G)) == E.sum((1, Y), (e, s["X"]))
        and E.times(w, E.G) == E.sum((1, Z), (e, s["B"]))
        and (commit(s, z1, z3) - T * pow(S, e, Nh)) % Nh == 0
    )


def affine(E, s):
    return [*(natural(s[n]) for n in ("N0", "N1", "C", "D", "Y")), E.encode(s["X"])]


def aff_g(place, s, proof):
    E, N0, N1, C, D, Y = place.curve, *(s[n] for n in ("N0", "N1", "C", "D", "Y"))
    Nh = s["pedersen"]["modulus"]
    A, Bx = number(proof[0]), E.decode(proof[1])
    By, Ec, S, F, T = map(number, proof[2:7])
    z1, z2, z3, z4 = map(signed, proof[7:11])
    w, wY = map(number, proof[11:])
    e = place.scalar(place.seed("aff-g", affine(E, s) + pedersen(s), proof[:7]))
    ell, prime, eps = (place.profile[n] for n in ("ell", "ellPrime", "epsilon"))
    return (
        within(z1, ell + eps)
        and within(z2, prime + eps)
        and all(within(z, ell + eps + 1, Nh) for z in (z3, z4))
        and ciphertexts(N0, C, D, A)
        and ciphertexts(N1, Y, By)
        and units(N0, w)
        and units(N1, wY)
        and units(Nh, Ec, S, F, T)
        and (pow(C, z1, N0 * N0) * enc(N0, z2, w) - A * pow(D, e, N0 * N0)) % (N0 * N0) == 0
        and E.times(z1, E.G) == E.sum((1, Bx), (e, s["X"]))
        and (enc(N1, z2, wY) - By * pow(Y, e, N1 * N1)) % (N1 * N1) == 0
        and (commit(s, z1, z3) - Ec * pow(S, e, Nh)) % Nh == 0
        and (commit(s, z2, z4) - F * pow(T, e, Nh)) % Nh == 0
    )


def fac(place, s, proof):
    N0, Nh = s["N0"], s["pedersen"]["modulus"]
    P, Q, A, B, T = map(number, proof[:5])
    z1, z2, w1, w2, v = map(signed, proof[5:])
    e = place.scalar(place.seed("fac", [natural(N0), *pedersen(s)], proof[:5]))
    bound = place.profile["ell"] + place.profile["epsilon"]
    return (
        N0.bit_length() == place.profile["modulusBits"]
        and all(within(z, bound, math.isqrt(N0)) for z in (z1, z2))
        and all(within(w, bound + 1, Nh) for w in (w1, w2))
        and within(v, bound + 1, N0 * Nh)
        and units(Nh, P, Q, A, B, T)
        and (commit(s, z1, w1) - A * pow(P, e, Nh)) % Nh == 0
        and (commit(s, z2, w2) - B * pow(Q, e, Nh)) % Nh == 0
        and (pow(Q, z1, Nh) * pow(s["pedersen"]["t"], v, Nh) - T * pow(s["pedersen"]["s"], N0 * e, Nh)) % Nh == 0
    )


def mod(place, s, proof):
    N, w, responses = s["N"], number(proof[0]), proof[1]
    if N.bit_length() != place.profile["modulusBits"] or N % 2 == 0 or not is_composite(N):
        return False
    if not units(N, w) or jacobi(w, N) != -1 or len(responses) != place.profile["repetitions"] + 1:
        return False
    for y, (x, a, b, z) in zip(place.units(place.seed("mod", [natural(N)], proof[:1]), N), responses):
        x, z = number(x), number(z)
        if not units(N, x, z) or pow(z, N, N) != y:
            return False
        if (pow(x, 4, N) - (-1) ** a * w**b * y) % N:
            return False
    return True


def prm(place, s, proof):
    (N, base, t), zs = (s["pedersen"][n] for n in ("modulus", "s", "t")), [number(z) for z in proof[1]]
    if N.bit_length() != place.profile["modulusBits"] or N % 2 == 0 or not units(N, base, t):
        return False
    if {base, t} & {1, N - 1} or len(zs) != place.profile["repetitions"] or not all(z < N for z in zs):
        return False
    A = [pow(t, z, N) * pow(base, -e, N) % N for z, e in zip(zs, place.bits(proof[0]))]
    return place.seed("prm", pedersen(s), [natural(a) for a in A]) == proof[0]


def aff_g_star(place, s, proof):
    E, N0, N1, C, D, Y = place.curve, *(s[n] for n in ("N0", "N1", "C", "D", "Y"))
    ell, prime, eps = (place.profile[n] for n in ("ell", "ellPrime", "epsilon"))
    if not ciphertexts(N0, C, D) or not ciphertexts(N1, Y) or len(proof[1]) != place.profile["repetitions"]:
        return False
    commitments = []
    for (z, zY, w, wY), e in zip(proof[1], place.bits(proof[0])):
        z, zY, w, wY = signed(z), signed(zY), number(w), number(wY)
        if not (within(z, ell + eps) and within(zY, prime + eps) and units(N0, w) and units(N1, wY)):
            return False
        A = pow(C, z, N0 * N0) * enc(N0, zY, w) * pow(D, -e, N0 * N0) % (N0 * N0)
        R = E.sum((z, E.G), (-e, s["X"]))
        B = enc(N1, zY, wY) * pow(Y, -e, N1 * N1) % (N1 * N1)
        commitments.append([natural(A), E.encode(R), natural(B)])
    return place.seed("aff-g-star", affine(E, s), commitments) == proof[0]


def dec(place, s, proof):
    E, N0, K, D = place.curve, s["N0"], s["K"], s["D"]
    ell, prime, eps = (place.profile[n] for n in ("ell", "ellPrime", "epsilon"))
    if not ciphertexts(N0, K, D) or len(proof[1]) != place.profile["repetitions"]:
        return False
    commitments = []
    for (z, w, nu), e in zip(proof[1], place.bits(proof[0])):
        z, w, nu = signed(z), signed(w), number(nu)
        if not (within(z, ell + eps) and within(w, prime + 2 * eps + 9) and units(N0, nu)):
            return False
        A = enc(N0, w, nu) * pow(K, -z, N0 * N0) * pow(D, -e, N0 * N0) % (N0 * N0)
        B = E.sum((w, s["base"]), (-e, s["S"]))
        commitments.append([natural(A), E.encode(B), E.encode(E.sum((z, E.G), (-e, s["X"])))])
    statement = [natural(N0), natural(K), E.encode(s["X"]), natural(D), E.encode(s["S"]), E.encode(s["base"])]
    return place.seed("dec", statement, commitments) == proof[0]


VERIFIERS = {
    "sch": (sch, "X"),
    "elog": (elog, "L M X Y h"),
    "enc-elg": (enc_elg, "A B X"),
    "aff-g": (aff_g, "X"),
    "fac": (fac, ""),
    "mod": (mod, ""),
    "prm": (prm, ""),
    "aff-g-star": (aff_g_star, "X"),
    "dec": (dec, "X S base"),
}


def verify(vectors, vector, **elsewhere):
    curve = CURVES[vector["curve"]]
    profile = next(p for p in vectors["profiles"] if p["name"] == vector["profile"])
    check, points = VERIFIERS[vector["kind"]]

    def value(name, field):
        if isinstance(field, dict):
            return {k: int(v, 16) for k, v in field.items()}
        return curve.decode(bytes.fromhex(field)) if name in points.split() else int(field, 16)

    statement = {name: value(name, field) for name, field in vector["statement"].items()}
    place = Place(curve, profile, {**vectors["context"], **elsewhere})
    try:
        return check(place, statement, uncbor(bytes.fromhex(vector["proof"])))
    except (AssertionError, IndexError, ValueError, TypeError):
        return False


def main(path, profile=None):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    failures = 0
    for vector in vectors["proofs"]:
        if profile not in (None, vector["profile"]):
            continue
        here, elsewhere = verify(vectors, vector), verify(vectors, vector, slot="other")
        failures += not here or elsewhere
        print(vector["kind"], vector["curve"], vector["profile"], "accepted" if here else "REFUSED")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

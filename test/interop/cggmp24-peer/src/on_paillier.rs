//! Πenc-elg (paillier-zk's `paillier_encryption_in_range_with_el_gamal`) and Πaff-g (`paillier_affine_operation_in_range`).
//!
//! The crate's ±2^b is half as wide as the asker's, as in the paper: one is added to ε for the same bounds.

use generic_ec::{Curve, Point};
use paillier_zk::backend::Integer;
use paillier_zk::fast_paillier::EncryptionKey;
use paillier_zk::paillier_affine_operation_in_range as aff;
use paillier_zk::paillier_encryption_in_range_with_el_gamal as enc;
use rand_chacha::ChaCha20Rng;
use serde_json::{json, Value};

use crate::json::{
    integer, key, length, of_integer, of_point, of_scalar, parameters, point, scalar,
};
use crate::sigma::{reasons, Commit, Result, Sigma};

pub struct EncElg<E: Curve> {
    n0: EncryptionKey,
    c: Integer,
    a: Point<E>,
    b: Point<E>,
    x: Point<E>,
    pedersen: enc::Aux,
    security: enc::SecurityParams,
}

impl<E: Curve> EncElg<E> {
    fn data(&self) -> enc::Data<'_, E> {
        enc::Data {
            key: &self.n0,
            ciphertext: &self.c,
            a: &self.a,
            b: &self.b,
            x: &self.x,
        }
    }
}

impl<E: Curve> Sigma for EncElg<E> {
    fn read(asked: &Value) -> Result<Self> {
        let (statement, profile) = (&asked["statement"], &asked["profile"]);
        Ok(EncElg {
            n0: key(&statement["N0"])?,
            c: integer(&statement["C"])?,
            a: point(&statement["A"])?,
            b: point(&statement["B"])?,
            x: point(&statement["X"])?,
            pedersen: parameters(&statement["pedersen"])?,
            security: enc::SecurityParams {
                l: length(&profile["ell"])?,
                epsilon: length(&profile["epsilon"])? + 1,
            },
        })
    }

    fn commit(self, secret: &Value, mut rng: ChaCha20Rng) -> Result<Commit> {
        let (x, rho, b) = (
            integer(&secret["x"])?,
            integer(&secret["rho"])?,
            scalar(&secret["b"])?,
        );
        let private = enc::PrivateData {
            plaintext: &x,
            nonce: &rho,
            b: &b,
        };
        let (commitment, masks) = enc::interactive::commit(
            &self.pedersen,
            self.data(),
            private,
            &self.security,
            &mut rng,
        )?;
        let enc::Commitment { s, t, d, y, z } = commitment;
        Ok(Commit {
            commitments: json!({
                "S": of_integer(&s), "T": of_integer(&t), "D": of_integer(&d), "Y": of_point(&y), "Z": of_point(&z),
            }),
            respond: Box::new(move |challenge| {
                let private = enc::PrivateData {
                    plaintext: &x,
                    nonce: &rho,
                    b: &b,
                };
                let enc::Proof { z1, z2, z3, w } =
                    enc::interactive::prove(self.data(), private, &masks, &integer(challenge)?)?;
                Ok(json!({
                    "z1": of_integer(&z1), "w": of_scalar(&w), "z2": of_integer(&z2), "z3": of_integer(&z3),
                }))
            }),
        })
    }

    fn verify(&self, proof: &Value, challenge: &Value) -> Result<std::result::Result<(), String>> {
        let commitment = enc::Commitment {
            s: integer(&proof["S"])?,
            t: integer(&proof["T"])?,
            d: integer(&proof["D"])?,
            y: point(&proof["Y"])?,
            z: point(&proof["Z"])?,
        };
        let responses = enc::Proof {
            z1: integer(&proof["z1"])?,
            z2: integer(&proof["z2"])?,
            z3: integer(&proof["z3"])?,
            w: scalar(&proof["w"])?,
        };
        let verdict = enc::interactive::verify(
            &self.pedersen,
            self.data(),
            &commitment,
            &self.security,
            &integer(challenge)?,
            &responses,
        );
        Ok(verdict.map_err(reasons))
    }
}

pub struct AffG<E: Curve> {
    n0: EncryptionKey,
    n1: EncryptionKey,
    c: Integer,
    d: Integer,
    y: Integer,
    x: Point<E>,
    pedersen: aff::Aux,
    security: aff::SecurityParams,
}

impl<E: Curve> AffG<E> {
    /// The crate's indices are those of the protocol: j receives, i proves.
    fn data(&self) -> aff::Data<'_, E> {
        aff::Data {
            key_j: &self.n0,
            key_i: &self.n1,
            c: &self.c,
            d: &self.d,
            y: &self.y,
            x: &self.x,
        }
    }
}

impl<E: Curve> Sigma for AffG<E> {
    fn read(asked: &Value) -> Result<Self> {
        let (statement, profile) = (&asked["statement"], &asked["profile"]);
        Ok(AffG {
            n0: key(&statement["N0"])?,
            n1: key(&statement["N1"])?,
            c: integer(&statement["C"])?,
            d: integer(&statement["D"])?,
            y: integer(&statement["Y"])?,
            x: point(&statement["X"])?,
            pedersen: parameters(&statement["pedersen"])?,
            security: aff::SecurityParams {
                l_x: length(&profile["ell"])?,
                l_y: length(&profile["ellPrime"])?,
                epsilon: length(&profile["epsilon"])? + 1,
            },
        })
    }

    fn commit(self, secret: &Value, mut rng: ChaCha20Rng) -> Result<Commit> {
        let (x, y) = (integer(&secret["x"])?, integer(&secret["y"])?);
        let (rho, rho_y) = (integer(&secret["rho"])?, integer(&secret["rhoY"])?);
        let private = aff::PrivateData {
            x: &x,
            y: &y,
            nonce: &rho,
            nonce_y: &rho_y,
        };
        let (commitment, masks) = aff::interactive::commit(
            &self.pedersen,
            self.data(),
            private,
            &self.security,
            &mut rng,
        )?;
        let aff::Commitment {
            a,
            b_x,
            b_y,
            e,
            s,
            f,
            t,
        } = commitment;
        Ok(Commit {
            commitments: json!({
                "A": of_integer(&a), "Bx": of_point(&b_x), "By": of_integer(&b_y), "E": of_integer(&e),
                "S": of_integer(&s), "F": of_integer(&f), "T": of_integer(&t),
            }),
            respond: Box::new(move |challenge| {
                let private = aff::PrivateData {
                    x: &x,
                    y: &y,
                    nonce: &rho,
                    nonce_y: &rho_y,
                };
                let aff::Proof {
                    z1,
                    z2,
                    z3,
                    z4,
                    w,
                    w_y,
                } = aff::interactive::prove(self.data(), private, &masks, &integer(challenge)?)?;
                Ok(json!({
                    "z1": of_integer(&z1), "z2": of_integer(&z2), "z3": of_integer(&z3), "z4": of_integer(&z4),
                    "w": of_integer(&w), "wY": of_integer(&w_y),
                }))
            }),
        })
    }

    fn verify(&self, proof: &Value, challenge: &Value) -> Result<std::result::Result<(), String>> {
        let commitment = aff::Commitment {
            a: integer(&proof["A"])?,
            b_x: point(&proof["Bx"])?,
            b_y: integer(&proof["By"])?,
            e: integer(&proof["E"])?,
            s: integer(&proof["S"])?,
            f: integer(&proof["F"])?,
            t: integer(&proof["T"])?,
        };
        let responses = aff::Proof {
            z1: integer(&proof["z1"])?,
            z2: integer(&proof["z2"])?,
            z3: integer(&proof["z3"])?,
            z4: integer(&proof["z4"])?,
            w: integer(&proof["w"])?,
            w_y: integer(&proof["wY"])?,
        };
        let verdict = aff::interactive::verify(
            &self.pedersen,
            self.data(),
            &commitment,
            &self.security,
            &integer(challenge)?,
            &responses,
        );
        Ok(verdict.map_err(reasons))
    }
}

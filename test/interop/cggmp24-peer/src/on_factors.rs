//! Πfac (paillier-zk's `no_small_factor`) and Πmod (`paillier_blum_modulus`).

use paillier_zk::backend::Integer;
use paillier_zk::no_small_factor as fac;
use paillier_zk::paillier_blum_modulus as blum;
use rand_chacha::ChaCha20Rng;
use rand_core::OsRng;
use serde_json::{json, Value};

use crate::json::{boolean, integer, length, list, of_integer, parameters};
use crate::sigma::{reasons, Commit, Result, Sigma};

pub struct Fac {
    n0: Integer,
    root: Integer,
    pedersen: fac::Aux,
    security: fac::SecurityParams,
}

impl Fac {
    fn data(&self) -> fac::Data<'_> {
        fac::Data {
            n: &self.n0,
            n_root: &self.root,
        }
    }
}

impl Sigma for Fac {
    fn read(asked: &Value) -> Result<Self> {
        let (statement, profile) = (&asked["statement"], &asked["profile"]);
        let n0 = integer(&statement["N0"])?;
        Ok(Fac {
            root: n0.sqrt_ref().ok_or("N is positive")?,
            n0,
            pedersen: parameters(&statement["pedersen"])?,
            // Its ±2^b is half as wide as the asker's: one is added to ε for the same bounds.
            security: fac::SecurityParams {
                l: length(&profile["ell"])?,
                epsilon: length(&profile["epsilon"])? + 1,
            },
        })
    }

    fn commit(self, secret: &Value, mut rng: ChaCha20Rng) -> Result<Commit> {
        let (p, q) = (integer(&secret["p"])?, integer(&secret["q"])?);
        let (commitment, masks) = fac::interactive::commit(
            &self.pedersen,
            self.data(),
            fac::PrivateData { p: &p, q: &q },
            &self.security,
            &mut rng,
        )?;
        Ok(Commit {
            commitments: json!({
                "P": of_integer(&commitment.p), "Q": of_integer(&commitment.q), "A": of_integer(&commitment.a),
                "B": of_integer(&commitment.b), "T": of_integer(&commitment.t),
            }),
            respond: Box::new(move |challenge| {
                let private = fac::PrivateData { p: &p, q: &q };
                let fac::Proof { z1, z2, w1, w2, v } =
                    fac::interactive::prove(private, &masks, &integer(challenge)?)?;
                Ok(json!({
                    "z1": of_integer(&z1), "z2": of_integer(&z2), "w1": of_integer(&w1), "w2": of_integer(&w2),
                    "v": of_integer(&v),
                }))
            }),
        })
    }

    fn verify(&self, proof: &Value, challenge: &Value) -> Result<std::result::Result<(), String>> {
        let commitment = fac::Commitment {
            p: integer(&proof["P"])?,
            q: integer(&proof["Q"])?,
            a: integer(&proof["A"])?,
            b: integer(&proof["B"])?,
            t: integer(&proof["T"])?,
        };
        let responses = fac::Proof {
            z1: integer(&proof["z1"])?,
            z2: integer(&proof["z2"])?,
            w1: integer(&proof["w1"])?,
            w2: integer(&proof["w2"])?,
            v: integer(&proof["v"])?,
        };
        let verdict = fac::interactive::verify(
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

/// Of proofs of eight repetitions; the crate has their number as a constant.
const M: usize = 9;

pub struct Mod {
    n: Integer,
}

impl Sigma for Mod {
    fn read(asked: &Value) -> Result<Self> {
        Ok(Mod {
            n: integer(&asked["statement"]["N"])?,
        })
    }

    fn commit(self, secret: &Value, mut rng: ChaCha20Rng) -> Result<Commit> {
        let (p, q) = (integer(&secret["p"])?, integer(&secret["q"])?);
        let commitment = blum::interactive::commit(blum::Data { n: &self.n }, &mut rng);
        Ok(Commit {
            commitments: json!({ "w": of_integer(&commitment.w) }),
            respond: Box::new(move |challenge| {
                let proof = blum::interactive::prove::<M>(
                    blum::Data { n: &self.n },
                    blum::PrivateData { p: &p, q: &q },
                    &commitment,
                    &units(challenge)?,
                )?;
                let responses = proof.points.iter().map(|point| {
                    json!({ "x": of_integer(&point.x), "a": point.a, "b": point.b, "z": of_integer(&point.z) })
                });
                Ok(json!({ "responses": responses.collect::<Vec<_>>() }))
            }),
        })
    }

    fn verify(&self, proof: &Value, challenge: &Value) -> Result<std::result::Result<(), String>> {
        let commitment = blum::Commitment {
            w: integer(&proof["w"])?,
        };
        let points = list(&proof["responses"])?.iter().map(|response| {
            Ok(blum::ProofPoint {
                x: integer(&response["x"])?,
                a: boolean(&response["a"])?,
                b: boolean(&response["b"])?,
                z: integer(&response["z"])?,
            })
        });
        let verdict = blum::interactive::verify::<M, _>(
            blum::Data { n: &self.n },
            &commitment,
            &units(challenge)?,
            &blum::Proof {
                points: exactly(points.collect::<Result<Vec<_>>>()?)?,
            },
            &mut OsRng,
        );
        Ok(verdict.map_err(reasons))
    }
}

/// y_1 … y_M.
fn units(challenge: &Value) -> Result<blum::Challenge<M>> {
    let ys = list(challenge)?
        .iter()
        .map(integer)
        .collect::<Result<Vec<_>>>()?;
    Ok(blum::Challenge { ys: exactly(ys)? })
}

fn exactly<T>(items: Vec<T>) -> Result<[T; M]> {
    Ok(items.try_into().map_err(|_| format!("not {M} items"))?)
}

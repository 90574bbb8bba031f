//! Πsch (generic-ec-zkp's `schnorr_pok`) and Πelog (paillier-zk's `dlog_with_el_gamal_commitment`).

use generic_ec::{Curve, Point};
use generic_ec_zkp::schnorr_pok;
use paillier_zk::dlog_with_el_gamal_commitment as elog;
use rand_chacha::ChaCha20Rng;
use serde_json::{json, Value};

use crate::json::{of_point, of_scalar, point, scalar};
use crate::sigma::{reasons, Commit, Result, Sigma};

pub struct Sch<E: Curve> {
    x: Point<E>,
}

impl<E: Curve> Sigma for Sch<E> {
    fn read(asked: &Value) -> Result<Self> {
        Ok(Sch {
            x: point(&asked["statement"]["X"])?,
        })
    }

    fn commit(self, secret: &Value, mut rng: ChaCha20Rng) -> Result<Commit> {
        let mut x = scalar::<E>(&secret["x"])?;
        let x = generic_ec::SecretScalar::new(&mut x);
        let (mask, schnorr_pok::Commit(a)) =
            schnorr_pok::prover_commits_ephemeral_secret::<E, _>(&mut rng);
        Ok(Commit {
            commitments: json!({ "A": of_point(&a) }),
            respond: Box::new(move |challenge| {
                let schnorr_pok::Proof(z) = schnorr_pok::prove(&mask, &nonce(challenge)?, &x);
                Ok(json!({ "z": of_scalar(&z) }))
            }),
        })
    }

    fn verify(&self, proof: &Value, challenge: &Value) -> Result<std::result::Result<(), String>> {
        let commitment = schnorr_pok::Commit(point(&proof["A"])?);
        let verdict = schnorr_pok::Proof(scalar(&proof["z"])?).verify(
            &commitment,
            &nonce(challenge)?,
            &self.x,
        );
        Ok(verdict.map_err(reasons))
    }
}

fn nonce<E: Curve>(challenge: &Value) -> Result<schnorr_pok::Challenge<E>> {
    Ok(schnorr_pok::Challenge {
        nonce: scalar(challenge)?,
    })
}

pub struct Elog<E: Curve> {
    l: Point<E>,
    m: Point<E>,
    x: Point<E>,
    y: Point<E>,
    h: Point<E>,
}

impl<E: Curve> Elog<E> {
    fn data(&self) -> elog::Data<'_, E> {
        elog::Data {
            l: &self.l,
            m: &self.m,
            x: &self.x,
            y: &self.y,
            h: &self.h,
        }
    }
}

impl<E: Curve> Sigma for Elog<E> {
    fn read(asked: &Value) -> Result<Self> {
        let statement = &asked["statement"];
        Ok(Elog {
            l: point(&statement["L"])?,
            m: point(&statement["M"])?,
            x: point(&statement["X"])?,
            y: point(&statement["Y"])?,
            h: point(&statement["h"])?,
        })
    }

    fn commit(self, secret: &Value, mut rng: ChaCha20Rng) -> Result<Commit> {
        let (y, lambda) = (scalar(&secret["y"])?, scalar(&secret["lambda"])?);
        let (commitment, masks) = elog::interactive::commit(self.data(), &mut rng)?;
        let elog::Commitment { a, n, b } = commitment;
        Ok(Commit {
            commitments: json!({ "A": of_point(&a), "N": of_point(&n), "B": of_point(&b) }),
            respond: Box::new(move |challenge| {
                let secret = elog::PrivateData {
                    y: &y,
                    lambda: &lambda,
                };
                let elog::Proof { z, u } =
                    elog::interactive::prove::<E>(secret, &masks, &scalar(challenge)?)?;
                Ok(json!({ "z": of_scalar(&z), "u": of_scalar(&u) }))
            }),
        })
    }

    fn verify(&self, proof: &Value, challenge: &Value) -> Result<std::result::Result<(), String>> {
        let commitment = elog::Commitment {
            a: point(&proof["A"])?,
            n: point(&proof["N"])?,
            b: point(&proof["B"])?,
        };
        let responses = elog::Proof {
            z: scalar(&proof["z"])?,
            u: scalar(&proof["u"])?,
        };
        let challenge = scalar(challenge)?;
        let verdict = elog::interactive::verify(self.data(), &commitment, &challenge, &responses);
        Ok(verdict.map_err(reasons))
    }
}

//! The zero-knowledge proofs of LFDT-Lockness's cggmp24, asked over standard input, one JSON object per line, and answering
//! in the same way: `verify`, or `commit` followed by `respond`. The challenge is the asker's. Integers and scalars are signed
//! hex, points are hex of their compressed encodings, names are those of the paper.

mod json;
mod on_curves;
mod on_factors;
mod on_paillier;
mod sigma;

use std::error::Error;
use std::io::{BufRead, Write};

use generic_ec::curves::{Secp256k1, Secp256r1};
use generic_ec::Curve;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::{json, Value};

use json::text;
use sigma::{Answer, Commit, Respond, Sigma};

fn main() -> Result<(), Box<dyn Error>> {
    let mut respond: Option<Respond> = None;
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let answer = serde_json::from_str(&line?)
            .map_err(Into::into)
            .and_then(|asked| answer(&asked, &mut respond))
            .unwrap_or_else(|problem| json!({ "error": problem.to_string() }));
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

/// Answers one question; `respond` is what a commitment left for its response.
fn answer(asked: &Value, respond: &mut Option<Respond>) -> Answer {
    match text(&asked["ask"])? {
        "verify" => {
            let refusal = on_curve(asked, Task::Verify)?;
            Ok(json!({ "holds": refusal.is_null(), "why": refusal }))
        }
        "commit" => on_curve(asked, Task::Commit(respond)),
        "respond" => {
            let respond = respond.take().ok_or("nothing was committed to")?;
            respond(&asked["challenge"])
        }
        other => Err(format!("what is {other}?").into()),
    }
}

enum Task<'a> {
    Verify,
    Commit(&'a mut Option<Respond>),
}

fn on_curve(asked: &Value, task: Task) -> Answer {
    match text(&asked["curve"])? {
        "secp256k1" => of_kind::<Secp256k1>(asked, task),
        "P-256" => of_kind::<Secp256r1>(asked, task),
        other => Err(format!("no such curve: {other}").into()),
    }
}

fn of_kind<E: Curve>(asked: &Value, task: Task) -> Answer {
    match text(&asked["kind"])? {
        "sch" => run::<on_curves::Sch<E>>(asked, task),
        "elog" => run::<on_curves::Elog<E>>(asked, task),
        "enc-elg" => run::<on_paillier::EncElg<E>>(asked, task),
        "aff-g" => run::<on_paillier::AffG<E>>(asked, task),
        "fac" => run::<on_factors::Fac>(asked, task),
        "mod" => run::<on_factors::Mod>(asked, task),
        other => Err(format!("no such proof: {other}").into()),
    }
}

fn run<S: Sigma>(asked: &Value, task: Task) -> Answer {
    let statement = S::read(asked)?;
    match task {
        Task::Verify => Ok(
            match statement.verify(&asked["proof"], &asked["challenge"])? {
                Ok(()) => Value::Null,
                Err(refusal) => Value::String(refusal),
            },
        ),
        Task::Commit(respond) => {
            let seed = asked["seed"].as_u64().ok_or("a seed is a number")?;
            let rng = ChaCha20Rng::seed_from_u64(seed);
            let Commit {
                commitments,
                respond: then,
            } = statement.commit(&asked["secret"], rng)?;
            *respond = Some(then);
            Ok(commitments)
        }
    }
}

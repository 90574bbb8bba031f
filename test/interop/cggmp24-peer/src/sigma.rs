//! What the proofs have in common.

use std::error::Error;

use rand_chacha::ChaCha20Rng;
use serde_json::Value;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;
pub type Answer = Result<Value>;

/// Answers a challenge with the responses.
pub type Respond = Box<dyn FnOnce(&Value) -> Answer>;

pub struct Commit {
    pub commitments: Value,
    pub respond: Respond,
}

/// A public statement that is proven by commitments, a challenge and responses.
pub trait Sigma: Sized {
    fn read(asked: &Value) -> Result<Self>;

    fn commit(self, secret: &Value, rng: ChaCha20Rng) -> Result<Commit>;

    /// An outer error is of what was asked, an inner one the verifier's refusal.
    fn verify(&self, proof: &Value, challenge: &Value) -> Result<std::result::Result<(), String>>;
}

/// Every reason that the crate's error carries.
pub fn reasons(problem: impl Error) -> String {
    let mut all = problem.to_string();
    let mut source = problem.source();
    while let Some(deeper) = source {
        all = format!("{all}: {deeper}");
        source = deeper.source();
    }
    all
}

//! Two signers of LFDT-Lockness's cggmp24 over GMP, in one thread. The first line of standard input is the primes p, q, p̂, q̂ of
//! each signer, in hex; every further line is a task, answered by the milliseconds that both signers took.

use std::error::Error;
use std::io::{BufRead, Write};
use std::time::Instant;

use cggmp24::backend::Integer;
use cggmp24::security_level::SecurityLevel128;
use cggmp24::signing::DataToSign;
use cggmp24::supported_curves::Secp256k1;
use cggmp24::{ExecutionId, KeyShare, PregeneratedPrimes};
use rand::rngs::OsRng;
use sha2::Sha256;

type Share = KeyShare<Secp256k1, SecurityLevel128>;

const SIGNERS: [u16; 2] = [0, 1];

fn main() -> Result<(), Box<dyn Error>> {
    let mut lines = std::io::stdin().lock().lines();
    let primes: Vec<[String; 4]> = serde_json::from_str(&lines.next().ok_or("no primes")??)?;
    let shares = deal(&primes)?;
    let mut output = std::io::stdout().lock();
    for line in lines {
        let start = Instant::now();
        match line?.as_str() {
            "presign" => presign(&shares),
            "sign" => sign(&shares),
            other => return Err(format!("no such task: {other}").into()),
        }
        writeln!(output, "{}", start.elapsed().as_secs_f64() * 1000.0)?;
        output.flush()?;
    }
    Ok(())
}

/// A key of 2 of 2, with the tables and factors that make its signers quick.
fn deal(primes: &[[String; 4]]) -> Result<Vec<Share>, Box<dyn Error>> {
    let primes = primes.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    Ok(
        cggmp24::trusted_dealer::builder::<Secp256k1, SecurityLevel128>(2)
            .set_pregenerated_primes(primes)
            .enable_multiexp(true)
            .generate_shares(&mut OsRng)?,
    )
}

fn parse(primes: &[String; 4]) -> Result<PregeneratedPrimes<SecurityLevel128>, Box<dyn Error>> {
    let parsed = primes
        .iter()
        .map(|prime| Integer::from_str_radix(prime, 16).ok_or("not hex"))
        .collect::<Result<Vec<_>, _>>()?;
    let four = <[Integer; 4]>::try_from(parsed).map_err(|_| "not four primes")?;
    PregeneratedPrimes::try_from(four).map_err(|_| "primes too short".into())
}

fn presign(shares: &[Share]) {
    round_based::sim::run(2, |i, party| async move {
        cggmp24::signing(
            ExecutionId::new(b"bench"),
            i,
            &SIGNERS,
            &shares[usize::from(i)],
        )
        .generate_presignature(&mut OsRng, party)
        .await
    })
    .expect("the signers do not talk")
    .expect_ok();
}

fn sign(shares: &[Share]) {
    let message = DataToSign::digest::<Sha256>(b"bench");
    round_based::sim::run(2, |i, party| async move {
        cggmp24::signing(
            ExecutionId::new(b"bench"),
            i,
            &SIGNERS,
            &shares[usize::from(i)],
        )
        .sign(&mut OsRng, party, &message)
        .await
    })
    .expect("the signers do not talk")
    .expect_ok()
    .expect_eq();
}

//! Signers of the Zcash Foundation's FROST crates, asked over standard input, one JSON object per line, and answering in
//! the same way. Points, scalars and signatures are hex of their canonical encodings.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, Write};

use frost_core::keys::{
    IdentifierList, KeyPackage, PublicKeyPackage, SigningShare, VerifyingShare,
};
use frost_core::round1::{NonceCommitment, SigningCommitments, SigningNonces};
use frost_core::round2::SignatureShare;
use frost_core::{Ciphersuite, Identifier, Signature, SigningPackage, VerifyingKey};
use rand::rngs::OsRng;
use serde_json::{json, Map, Value};

type Answer = Result<Value, Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        Some("frost-ed25519") => serve::<frost_ed25519::Ed25519Sha512>(),
        Some("frost-ed448") => serve::<frost_ed448::Ed448Shake256>(),
        Some("frost-p256") => serve::<frost_p256::P256Sha256>(),
        Some("frost-ristretto255") => serve::<frost_ristretto255::Ristretto255Sha512>(),
        Some("frost-secp256k1") => serve::<frost_secp256k1::Secp256K1Sha256>(),
        Some("frost-secp256k1-tr") => serve::<frost_secp256k1_tr::Secp256K1Sha256TR>(),
        other => Err(format!("no such suite: {other:?}").into()),
    }
}

fn serve<C: Ciphersuite>() -> Result<(), Box<dyn Error>> {
    let mut peer = Peer::<C>::default();
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let answer = serde_json::from_str(&line?)
            .map_err(Into::into)
            .and_then(|asked: Value| peer.answer(&asked))
            .unwrap_or_else(|problem| json!({ "error": problem.to_string() }));
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

/// A key, the shares that this process holds of it, and nonces that it has committed to.
struct Peer<C: Ciphersuite> {
    shares: BTreeMap<Identifier<C>, KeyPackage<C>>,
    public: Option<PublicKeyPackage<C>>,
    nonces: BTreeMap<Identifier<C>, SigningNonces<C>>,
}

impl<C: Ciphersuite> Default for Peer<C> {
    fn default() -> Self {
        Peer {
            shares: BTreeMap::new(),
            public: None,
            nonces: BTreeMap::new(),
        }
    }
}

impl<C: Ciphersuite> Peer<C> {
    fn answer(&mut self, asked: &Value) -> Answer {
        match text(asked, "ask")? {
            "deal" => self.deal(asked),
            "import" => self.import(asked),
            "commit" => self.commit(asked),
            "sign" => self.sign(asked),
            "aggregate" => self.aggregate(asked),
            "verify" => self.verify(asked),
            other => Err(format!("what is {other}?").into()),
        }
    }

    /// Makes a key of `min` of `max`.
    fn deal(&mut self, asked: &Value) -> Answer {
        let (max, min) = (number(asked, "max")?, number(asked, "min")?);
        let (shares, public) = frost_core::keys::generate_with_dealer::<C, _>(
            max,
            min,
            IdentifierList::Default,
            &mut OsRng,
        )?;
        let commitment = shares
            .values()
            .next()
            .ok_or("no shares")?
            .commitment()
            .serialize()?;
        self.shares.clear();
        let mut secrets = Map::new();
        for (i, (identifier, share)) in shares.into_iter().enumerate() {
            secrets.insert(
                (i + 1).to_string(),
                hexed(&share.signing_share().serialize()),
            );
            self.shares.insert(identifier, KeyPackage::try_from(share)?);
        }
        let key = hexed(&public.verifying_key().serialize()?);
        self.public = Some(public);
        let commitment: Vec<Value> = commitment.iter().map(|point| hexed(point)).collect();
        Ok(json!({ "groupKey": key, "commitment": commitment, "shares": secrets }))
    }

    /// Takes over a key that others made.
    fn import(&mut self, asked: &Value) -> Answer {
        let key = VerifyingKey::<C>::deserialize(&bytes(&asked["groupKey"])?)?;
        let mut verifying = BTreeMap::new();
        self.shares.clear();
        for (party, secret) in asked["shares"].as_object().ok_or("no shares")? {
            let identifier = Identifier::<C>::try_from(party.parse::<u16>()?)?;
            let share = SigningShare::<C>::deserialize(&bytes(secret)?)?;
            let public: VerifyingShare<C> = share.into();
            verifying.insert(identifier, public);
            let package = KeyPackage::new(identifier, share, public, key, number(asked, "min")?);
            self.shares.insert(identifier, package);
        }
        self.public = Some(PublicKeyPackage::new(verifying, key));
        Ok(json!({}))
    }

    /// Round 1 of one party.
    fn commit(&mut self, asked: &Value) -> Answer {
        let identifier = party::<C>(&asked["party"])?;
        let package = self.shares.get(&identifier).ok_or("no such share")?;
        let (nonces, commitments) = frost_core::round1::commit(package.signing_share(), &mut OsRng);
        self.nonces.insert(identifier, nonces);
        Ok(json!({
            "hiding": hexed(&commitments.hiding().serialize()?),
            "binding": hexed(&commitments.binding().serialize()?),
        }))
    }

    /// Round 2 of one party; its nonces are gone afterwards.
    fn sign(&mut self, asked: &Value) -> Answer {
        let identifier = party::<C>(&asked["party"])?;
        let nonces = self.nonces.remove(&identifier).ok_or("no nonces")?;
        let package = self.shares.get(&identifier).ok_or("no such share")?;
        let share = frost_core::round2::sign(&signing_package::<C>(asked)?, &nonces, package)?;
        Ok(json!({ "share": hexed(&share.serialize()) }))
    }

    fn aggregate(&mut self, asked: &Value) -> Answer {
        let mut shares = BTreeMap::new();
        for (index, share) in asked["shares"].as_object().ok_or("no shares")? {
            let identifier = Identifier::<C>::try_from(index.parse::<u16>()?)?;
            shares.insert(
                identifier,
                SignatureShare::<C>::deserialize(&bytes(share)?)?,
            );
        }
        let public = self.public.as_ref().ok_or("no key")?;
        let signature = frost_core::aggregate(&signing_package::<C>(asked)?, &shares, public)?;
        Ok(json!({ "signature": hexed(&signature.serialize()?) }))
    }

    fn verify(&mut self, asked: &Value) -> Answer {
        let signature = Signature::<C>::deserialize(&bytes(&asked["signature"])?)?;
        let public = self.public.as_ref().ok_or("no key")?;
        let holds = public
            .verifying_key()
            .verify(&bytes(&asked["message"])?, &signature)
            .is_ok();
        Ok(json!({ "holds": holds }))
    }
}

fn signing_package<C: Ciphersuite>(asked: &Value) -> Result<SigningPackage<C>, Box<dyn Error>> {
    let mut list = BTreeMap::new();
    for entry in asked["list"].as_array().ok_or("no list")? {
        let hiding = NonceCommitment::<C>::deserialize(&bytes(&entry["hiding"])?)?;
        let binding = NonceCommitment::<C>::deserialize(&bytes(&entry["binding"])?)?;
        list.insert(
            party::<C>(&entry["party"])?,
            SigningCommitments::new(hiding, binding),
        );
    }
    Ok(SigningPackage::new(list, &bytes(&asked["message"])?))
}

fn party<C: Ciphersuite>(value: &Value) -> Result<Identifier<C>, Box<dyn Error>> {
    let index = u16::try_from(value.as_u64().ok_or("a party is a number")?)?;
    Ok(Identifier::<C>::try_from(index)?)
}

fn number(asked: &Value, name: &str) -> Result<u16, Box<dyn Error>> {
    Ok(u16::try_from(
        asked[name].as_u64().ok_or(format!("{name} is a number"))?,
    )?)
}

fn text<'a>(asked: &'a Value, name: &str) -> Result<&'a str, Box<dyn Error>> {
    Ok(asked[name].as_str().ok_or(format!("{name} is text"))?)
}

fn bytes(value: &Value) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(hex::decode(value.as_str().ok_or("bytes are hex")?)?)
}

fn hexed(bytes: &[u8]) -> Value {
    Value::String(hex::encode(bytes))
}

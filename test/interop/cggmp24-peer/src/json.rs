//! Numbers and points as the two sides exchange them.

use generic_ec::{Curve, Point, Scalar};
use paillier_zk::backend::Integer;
use paillier_zk::fast_paillier::EncryptionKey;
use paillier_zk::no_small_factor::Aux;
use paillier_zk::IntegerExt;
use serde_json::Value;

use crate::sigma::Result;

pub fn text(value: &Value) -> Result<&str> {
    Ok(value.as_str().ok_or("text is missing")?)
}

pub fn list(value: &Value) -> Result<&[Value]> {
    Ok(value.as_array().ok_or("a list is missing")?)
}

pub fn boolean(value: &Value) -> Result<bool> {
    Ok(value.as_bool().ok_or("a truth value is missing")?)
}

pub fn length(value: &Value) -> Result<usize> {
    Ok(usize::try_from(
        value.as_u64().ok_or("a length is missing")?,
    )?)
}

pub fn integer(value: &Value) -> Result<Integer> {
    Ok(Integer::from_str_radix(text(value)?, 16).ok_or("an integer is signed hex")?)
}

pub fn scalar<E: Curve>(value: &Value) -> Result<Scalar<E>> {
    Ok(integer(value)?.to_scalar())
}

pub fn point<E: Curve>(value: &Value) -> Result<Point<E>> {
    Ok(Point::from_bytes(hex::decode(text(value)?)?)?)
}

pub fn key(value: &Value) -> Result<EncryptionKey> {
    Ok(EncryptionKey::from_n(integer(value)?))
}

/// Ring-Pedersen parameters, without tables.
pub fn parameters(value: &Value) -> Result<Aux> {
    Ok(Aux {
        s: integer(&value["s"])?,
        t: integer(&value["t"])?,
        rsa_modulo: integer(&value["modulus"])?,
        multiexp: None,
        crt: None,
    })
}

pub fn of_integer(value: &Integer) -> String {
    value.to_str_radix(16)
}

pub fn of_scalar<E: Curve>(value: &Scalar<E>) -> String {
    of_integer(&Integer::from_bytes_msf(&value.to_be_bytes()))
}

pub fn of_point<E: Curve>(value: &Point<E>) -> String {
    hex::encode(value.to_bytes(true))
}

//! The few calls of Node's C interface that converting needs: the one file with `unsafe` code of our own.
//!
//! napi's typed wrappers replace broken texts without a word and copy every property's name; converting rows is the hot
//! path of the package. A [`Js`] is only ever made from a handle of the call that is running, and never outlives it.
#![expect(unsafe_code, reason = "Node's interface is one of C")]

use std::ptr;

use napi::bindgen_prelude::TypeTag as _;
use napi::{Env, JsValue as _, Result, Status, Unknown, ValueType, sys};

use crate::calendar::NativeCalendar;
use servicedesk::calendar::Calendar;

/// A value of the host, as long as the call that brought it.
#[derive(Clone, Copy)]
pub(crate) struct Js {
    env: sys::napi_env,
    value: sys::napi_value,
}

/// What the host's objects may be, as far as data go.
pub(crate) enum Object {
    Array,
    Date,
    Bytes(Vec<u8>),
    Plain,
    /// A map, a set, a promise, a regular expression and the like, whose content no property shows.
    Opaque,
}

fn check(status: sys::napi_status) -> Result<()> {
    match Status::from(status) {
        Status::Ok => Ok(()),
        status => Err(napi::Error::from_status(status)),
    }
}

impl Js {
    /// Takes the value that the call brought.
    pub(crate) fn of(value: &Unknown<'_>) -> Self {
        let value = value.value();
        Self { env: value.env, value: value.value }
    }

    /// Returns the handle.
    pub(crate) fn handle(self) -> sys::napi_value {
        self.value
    }

    fn make(env: sys::napi_env, call: impl FnOnce(*mut sys::napi_value) -> sys::napi_status) -> Result<Self> {
        let mut value = ptr::null_mut();
        check(call(&mut value))?;
        Ok(Self { env, value })
    }

    /// Returns what kind of value it is.
    pub(crate) fn kind(self) -> Result<ValueType> {
        let mut kind = 0;
        // SAFETY: the handle belongs to the running call, and the pointer to this frame; so it is throughout this file.
        check(unsafe { sys::napi_typeof(self.env, self.value, &mut kind) })?;
        Ok(ValueType::from(kind))
    }

    /// Returns the truth value.
    pub(crate) fn bool(self) -> Result<bool> {
        let mut value = false;
        check(unsafe { sys::napi_get_value_bool(self.env, self.value, &mut value) })?;
        Ok(value)
    }

    /// Returns the number.
    pub(crate) fn number(self) -> Result<f64> {
        let mut value = 0.0;
        check(unsafe { sys::napi_get_value_double(self.env, self.value, &mut value) })?;
        Ok(value)
    }

    /// Returns the big integer, unless it needs more than 64 bits.
    pub(crate) fn bigint(self) -> Result<Option<i64>> {
        let (mut value, mut lossless) = (0, false);
        check(unsafe { sys::napi_get_value_bigint_int64(self.env, self.value, &mut value, &mut lossless) })?;
        Ok(lossless.then_some(value))
    }

    /// Returns the text, unless half of a surrogate pair stands alone in it.
    pub(crate) fn text(self) -> Result<Option<String>> {
        // Most texts fit here, so that one call does.
        let mut short = [0_u8; 256];
        let mut length = 0;
        check(unsafe {
            sys::napi_get_value_string_utf8(self.env, self.value, short.as_mut_ptr().cast(), short.len(), &mut length)
        })?;
        let text = if length < short.len() - 4 {
            short[..length].to_vec()
        } else {
            check(unsafe { sys::napi_get_value_string_utf8(self.env, self.value, ptr::null_mut(), 0, &mut length) })?;
            let mut long = vec![0_u8; length + 1];
            check(unsafe {
                sys::napi_get_value_string_utf8(self.env, self.value, long.as_mut_ptr().cast(), length + 1, &mut length)
            })?;
            long.truncate(length);
            long
        };
        let Ok(text) = String::from_utf8(text) else { return Ok(None) };
        // The host writes the mark for "no character" where it could not translate; it may also have been meant.
        if text.contains(char::REPLACEMENT_CHARACTER) && !self.is_well_formed()? { Ok(None) } else { Ok(Some(text)) }
    }

    fn is_well_formed(self) -> Result<bool> {
        let mut length = 0;
        check(unsafe { sys::napi_get_value_string_utf16(self.env, self.value, ptr::null_mut(), 0, &mut length) })?;
        let mut units = vec![0_u16; length + 1];
        let written = units.len();
        check(unsafe {
            sys::napi_get_value_string_utf16(self.env, self.value, units.as_mut_ptr(), written, &mut length)
        })?;
        Ok(char::decode_utf16(units[..length].iter().copied()).all(|unit| unit.is_ok()))
    }

    fn is(self, ask: unsafe fn(sys::napi_env, sys::napi_value, *mut bool) -> sys::napi_status) -> Result<bool> {
        let mut answer = false;
        check(unsafe { ask(self.env, self.value, &mut answer) })?;
        Ok(answer)
    }

    /// Returns what kind of object it is.
    pub(crate) fn object(self) -> Result<Object> {
        if self.is(sys::napi_is_array)? {
            return Ok(Object::Array);
        }
        if self.is(sys::napi_is_date)? {
            return Ok(Object::Date);
        }
        if self.is(sys::napi_is_typedarray)? {
            return self.bytes();
        }
        let (no_bytes, no_promise) = (!self.is(sys::napi_is_arraybuffer)?, !self.is(sys::napi_is_promise)?);
        let is_plain = no_bytes && no_promise && (self.length_of_keys()? > 0 || self.is_bare()?);
        Ok(if is_plain { Object::Plain } else { Object::Opaque })
    }

    fn bytes(self) -> Result<Object> {
        let (mut kind, mut length, mut data) = (0, 0, ptr::null_mut());
        let (mut buffer, mut offset) = (ptr::null_mut(), 0);
        check(unsafe {
            sys::napi_get_typedarray_info(
                self.env,
                self.value,
                &mut kind,
                &mut length,
                &mut data,
                &mut buffer,
                &mut offset,
            )
        })?;
        if kind != sys::TypedarrayType::uint8_array {
            return Ok(Object::Opaque);
        }
        if length == 0 || data.is_null() {
            return Ok(Object::Bytes(Vec::new()));
        }
        // SAFETY: the host says where its bytes are and how many; nothing of the host runs before they are copied.
        Ok(Object::Bytes(unsafe { std::slice::from_raw_parts(data.cast::<u8>(), length) }.to_vec()))
    }

    /// Returns the calendar that the value holds, if it holds one.
    pub(crate) fn calendar(self) -> Result<Option<Calendar>> {
        // Not by napi's own conversion to a reference, which only arguments of the native part itself have.
        let (tag, mut is_marked) = (NativeCalendar::type_tag(), false);
        // SAFETY: asking for the mark of a class changes nothing.
        check(unsafe { sys::napi_check_object_type_tag(self.env, self.value, &tag, &mut is_marked) })?;
        if !is_marked {
            return Ok(None);
        }
        let mut held = ptr::null_mut();
        check(unsafe { sys::napi_unwrap(self.env, self.value, &mut held) })?;
        // SAFETY: napi gives the mark to objects that hold a value of the class, which lives as long as its object and is only
        // ever read.
        let held = unsafe { held.cast::<NativeCalendar>().as_ref() };
        Ok(held.map(NativeCalendar::calendar))
    }

    fn prototype(self) -> Result<Self> {
        Self::make(self.env, |made| unsafe { sys::napi_get_prototype(self.env, self.value, made) })
    }

    /// Returns whether it was made by `{}` or `Object.create(null)`, in whatever realm.
    fn is_bare(self) -> Result<bool> {
        let first = self.prototype()?;
        Ok(first.kind()? == ValueType::Null || first.prototype()?.kind()? == ValueType::Null)
    }

    /// Returns the milliseconds of a date; not a number for an invalid one.
    pub(crate) fn date(self) -> Result<f64> {
        let mut millis = 0.0;
        check(unsafe { sys::napi_get_date_value(self.env, self.value, &mut millis) })?;
        Ok(millis)
    }

    /// Returns how many items an array has.
    pub(crate) fn length(self) -> Result<u32> {
        let mut length = 0;
        check(unsafe { sys::napi_get_array_length(self.env, self.value, &mut length) })?;
        Ok(length)
    }

    /// Returns an item of an array.
    pub(crate) fn item(self, index: u32) -> Result<Self> {
        Self::make(self.env, |made| unsafe { sys::napi_get_element(self.env, self.value, index, made) })
    }

    /// Returns the names of an object's own members.
    pub(crate) fn keys(self) -> Result<Self> {
        // Own, enumerable, texts only; numbers as texts.
        Self::make(self.env, |made| unsafe {
            sys::napi_get_all_property_names(
                self.env,
                self.value,
                sys::KeyCollectionMode::own_only,
                sys::KeyFilter::enumerable | sys::KeyFilter::skip_symbols,
                sys::KeyConversion::numbers_to_strings,
                made,
            )
        })
    }

    fn length_of_keys(self) -> Result<u32> {
        self.keys()?.length()
    }

    /// Returns the member of that name.
    pub(crate) fn member(self, key: Self) -> Result<Self> {
        Self::make(self.env, |made| unsafe { sys::napi_get_property(self.env, self.value, key.value, made) })
    }
}

/// Where values of the host are made.
#[derive(Clone, Copy)]
pub(crate) struct Maker(sys::napi_env);

impl Maker {
    /// Makes values for that environment.
    pub(crate) fn new(env: sys::napi_env) -> Self {
        Self(env)
    }

    fn make(self, call: impl FnOnce(*mut sys::napi_value) -> sys::napi_status) -> Result<Js> {
        Js::make(self.0, call)
    }

    /// Nothing, which is always `null`.
    pub(crate) fn null(self) -> Result<Js> {
        self.make(|made| unsafe { sys::napi_get_null(self.0, made) })
    }

    /// A truth value.
    pub(crate) fn bool(self, value: bool) -> Result<Js> {
        self.make(|made| unsafe { sys::napi_get_boolean(self.0, value, made) })
    }

    /// A number.
    pub(crate) fn number(self, value: f64) -> Result<Js> {
        self.make(|made| unsafe { sys::napi_create_double(self.0, value, made) })
    }

    /// A text.
    pub(crate) fn text(self, text: &str) -> Result<Js> {
        let (data, length) = (text.as_ptr().cast(), text.len() as isize);
        // Reading ASCII as Latin 1 copies it as it is, which is quicker than decoding.
        if text.is_ascii() {
            return self.make(|made| unsafe { sys::napi_create_string_latin1(self.0, data, length, made) });
        }
        self.make(|made| unsafe { sys::napi_create_string_utf8(self.0, data, length, made) })
    }

    /// A text whose bytes are characters of Latin 1.
    pub(crate) fn latin1(self, bytes: &[u8]) -> Result<Js> {
        let (data, length) = (bytes.as_ptr().cast(), bytes.len() as isize);
        self.make(|made| unsafe { sys::napi_create_string_latin1(self.0, data, length, made) })
    }

    /// A text in UTF-16.
    pub(crate) fn wide(self, units: &[u16]) -> Result<Js> {
        let (data, length) = (units.as_ptr(), units.len() as isize);
        self.make(|made| unsafe { sys::napi_create_string_utf16(self.0, data, length, made) })
    }

    /// An instant.
    pub(crate) fn date(self, millis: f64) -> Result<Js> {
        self.make(|made| unsafe { sys::napi_create_date(self.0, millis, made) })
    }

    /// Bytes.
    pub(crate) fn bytes(self, bytes: &[u8]) -> Result<Js> {
        let mut data = ptr::null_mut();
        let buffer = self.make(|made| unsafe { sys::napi_create_arraybuffer(self.0, bytes.len(), &mut data, made) })?;
        if !bytes.is_empty() {
            // SAFETY: the host has just made that many bytes at `data`, and nobody else knows of them.
            unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), data.cast::<u8>(), bytes.len()) };
        }
        let kind = sys::TypedarrayType::uint8_array;
        self.make(|made| unsafe { sys::napi_create_typedarray(self.0, kind, bytes.len(), buffer.value, 0, made) })
    }

    /// An array of so many items.
    pub(crate) fn array(self, length: usize) -> Result<Js> {
        self.make(|made| unsafe { sys::napi_create_array_with_length(self.0, length, made) })
    }

    /// Puts an item into an array.
    pub(crate) fn put(self, array: Js, index: usize, item: Js) -> Result<()> {
        let index = u32::try_from(index).map_err(|_| napi::Error::from_status(Status::InvalidArg))?;
        check(unsafe { sys::napi_set_element(self.0, array.value, index, item.value) })
    }

    /// An object without members.
    pub(crate) fn object(self) -> Result<Js> {
        self.make(|made| unsafe { sys::napi_create_object(self.0, made) })
    }

    /// Gives an object a member of its own, also when it is called like one that every object has.
    pub(crate) fn define(self, object: Js, key: Js, value: Js) -> Result<()> {
        let property = sys::napi_property_descriptor {
            utf8name: ptr::null(),
            name: key.value,
            method: None,
            getter: None,
            setter: None,
            value: value.value,
            attributes: sys::PropertyAttributes::writable
                | sys::PropertyAttributes::enumerable
                | sys::PropertyAttributes::configurable,
            data: ptr::null_mut(),
        };
        check(unsafe { sys::napi_define_properties(self.0, object.value, 1, &property) })
    }

    /// Gives an object a member of a name that no object has by itself.
    pub(crate) fn set(self, object: Js, key: Js, value: Js) -> Result<()> {
        check(unsafe { sys::napi_set_property(self.0, object.value, key.value, value.value) })
    }

    /// Calls a function of the host on `this`.
    pub(crate) fn call(self, function: Js, this: Js, arguments: &[sys::napi_value]) -> Result<Js> {
        self.make(|made| unsafe {
            sys::napi_call_function(self.0, this.value, function.value, arguments.len(), arguments.as_ptr(), made)
        })
    }

    /// Returns the functions that make a row from its values, if the package's JavaScript handed them in.
    pub(crate) fn makers_of_one(self) -> Result<Option<Js>> {
        self.kept(|makers| makers.one)
    }

    /// Returns the functions that make many rows from the text of their columns, if the package's JavaScript handed them in.
    pub(crate) fn makers_of_many(self) -> Result<Option<Js>> {
        self.kept(|makers| makers.many)
    }

    fn kept(self, which: fn(&RowMakers) -> sys::napi_ref) -> Result<Option<Js>> {
        let env = Env::from_raw(self.0);
        let Some(makers) = env.get_instance_data::<RowMakers>()? else { return Ok(None) };
        self.make(|made| unsafe { sys::napi_get_reference_value(self.0, which(makers), made) }).map(Some)
    }

    /// Keeps the functions that make rows for as long as the environment lives.
    pub(crate) fn keep_row_makers(self, one: Js, many: Js) -> Result<()> {
        let keep = |makers: Js| {
            let mut reference = ptr::null_mut();
            check(unsafe { sys::napi_create_reference(self.0, makers.value, 1, &mut reference) })?;
            Ok::<_, napi::Error>(reference)
        };
        // The environment frees its references itself when it ends.
        Env::from_raw(self.0).set_instance_data(RowMakers { one: keep(one)?, many: keep(many)? }, (), |_| {})
    }
}

struct RowMakers {
    one: sys::napi_ref,
    many: sys::napi_ref,
}

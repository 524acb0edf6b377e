//! Any declared encoding becomes UTF-8 before rows are cut, so that one splitter serves them all. Nothing is repaired:
//! bytes that mean nothing in the encoding become a byte that means nothing in UTF-8, and the row check finds it.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

/// Never part of UTF-8 text: stands for input that could not be decoded.
const UNDECODABLE: u8 = 0xFF;
const CHUNK: usize = 32 * 1024;
const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// The encoding of a WHATWG label such as `utf-8`, `windows-1252` or `utf-16le`; `None` when there is none to decode.
pub(crate) fn of_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes())
}

/// A reader of UTF-8 (or of bytes that are visibly not) over a reader in another encoding.
pub(crate) struct Utf8Reader<R> {
    input: R,
    decoding: Option<Decoding>,
    /// UTF-8 that is ready, from `given` on.
    ready: Vec<u8>,
    given: usize,
    ended: bool,
    started: bool,
    /// Met while looking for the mark; told after the bytes before it.
    failure: Option<io::Error>,
}

struct Decoding {
    decoder: Decoder,
    undefined: [bool; 256],
    chunk: Vec<u8>,
}

impl<R: Read> Utf8Reader<R> {
    pub(crate) fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoding = (encoding != UTF_8).then(|| Decoding {
            decoder: encoding.new_decoder_with_bom_removal(),
            undefined: undefined_bytes(encoding),
            chunk: vec![0; CHUNK],
        });
        Utf8Reader { input, decoding, ready: Vec::new(), given: 0, ended: false, started: false, failure: None }
    }

    /// Decodes one more chunk into `ready`.
    fn decode(&mut self, mut decoding: Decoding) -> io::Result<()> {
        let outcome = self.input.read(&mut decoding.chunk);
        if let Ok(length) = outcome {
            self.ended = length == 0;
            self.ready.clear();
            self.given = 0;
            decoding.decode(length, self.ended, &mut self.ready);
        }
        self.decoding = Some(decoding);
        outcome.map(|_| ())
    }

    /// Reads the first three bytes of a UTF-8 file, to drop a byte order mark.
    fn skip_mark(&mut self) {
        self.started = true;
        let mut first = Vec::with_capacity(BYTE_ORDER_MARK.len());
        let outcome = (&mut self.input).take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut first);
        self.failure = outcome.err();
        if first != BYTE_ORDER_MARK {
            self.ready = first;
        }
    }
}

impl Decoding {
    fn decode(&mut self, length: usize, last: bool, ready: &mut Vec<u8>) {
        let source = self.chunk.get(..length).unwrap_or_default();
        let mut pieces = source.split(|byte| self.undefined[usize::from(*byte)]).peekable();
        while let Some(piece) = pieces.next() {
            let more = pieces.peek().is_some();
            decode_piece(&mut self.decoder, piece, last && !more, ready);
            if more {
                ready.push(UNDECODABLE);
            }
        }
    }
}

fn decode_piece(decoder: &mut Decoder, mut piece: &[u8], last: bool, ready: &mut Vec<u8>) {
    loop {
        let from = ready.len();
        // Three bytes of UTF-8 at most for each byte of any encoding, and room for what the decoder holds back.
        ready.resize(from + piece.len() * 3 + 16, 0);
        let target = ready.get_mut(from..).unwrap_or_default();
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(piece, target, last);
        ready.truncate(from + written);
        piece = piece.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => ready.push(UNDECODABLE),
        }
    }
}

/// The bytes that a windows-125x code page leaves undefined. The WHATWG tables turn them into invisible control
/// characters; in practice they mean that the file is in another encoding, and a strict reader says so.
fn undefined_bytes(encoding: &'static Encoding) -> [bool; 256] {
    let mut undefined = [false; 256];
    if !encoding.name().starts_with("windows-125") {
        return undefined;
    }
    for byte in 0x80..=0xFFu8 {
        let text = encoding.decode_without_bom_handling_and_without_replacement(std::slice::from_ref(&byte));
        let control = text.is_some_and(|text| text.chars().any(char::is_control));
        undefined[usize::from(byte)] = control;
    }
    undefined
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        while self.given >= self.ready.len() {
            if let Some(error) = self.failure.take() {
                return Err(error);
            }
            if self.ended {
                return Ok(0);
            }
            match self.decoding.take() {
                Some(decoding) => self.decode(decoding)?,
                None if self.started => return self.input.read(out),
                None => self.skip_mark(),
            }
        }
        let ready = self.ready.get(self.given..).unwrap_or_default();
        let length = ready.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..length), ready.get(..length)) {
            to.copy_from_slice(from);
        }
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], label: &str) -> Vec<u8> {
        let mut out = Vec::new();
        Utf8Reader::new(bytes, of_label(label).unwrap()).read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn utf8_passes_through_without_its_byte_order_mark() {
        assert_eq!(read("\u{feff}ação".as_bytes(), "utf-8"), "ação".as_bytes());
        assert_eq!(read(b"a", "utf8"), b"a");
        assert_eq!(read(b"", "utf8"), b"");
        assert_eq!(read(b"a\xE7", "utf8"), b"a\xE7", "invalid bytes are left for the row check");
    }

    #[test]
    fn windows_1252_becomes_utf8_and_its_undefined_bytes_stay_undecodable() {
        assert_eq!(read(b"a\xE7\xE3o \x80 \x85", "windows-1252"), "ação € …".as_bytes());
        for byte in [0x81, 0x8D, 0x8F, 0x90, 0x9D] {
            assert_eq!(read(&[b'a', byte, b'b'], "windows-1252"), b"a\xFFb");
        }
    }

    #[test]
    fn utf16_and_multi_byte_encodings_are_read_across_chunks() {
        let text = "número;descrição\r\n".repeat(5_000);
        let utf16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16, "utf-16le"), text.as_bytes());
        let (japanese, ..) = encoding_rs::SHIFT_JIS.encode("表示,能力\n");
        assert_eq!(read(&japanese, "shift_jis"), "表示,能力\n".as_bytes());
    }

    #[test]
    fn a_cut_multi_byte_character_is_undecodable_and_spares_the_next_line() {
        assert_eq!(read(b"\x95\n,b", "shift_jis"), b"\xFF\n,b");
        assert_eq!(read(b"a\x95", "shift_jis"), b"a\xFF");
    }

    #[test]
    fn unknown_labels_have_no_encoding() {
        assert!(of_label("klingon").is_none());
        assert!(of_label("hz-gb-2312").is_none(), "a label that only maps to the replacement encoding");
    }
}

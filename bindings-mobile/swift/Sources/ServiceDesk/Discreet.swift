// What people wrote does not end up in a log by accident.

/// A value that may be printed: fields that hold personal data are shown as `…`, also in a debugger.
///
/// It is not a `CustomStringConvertible`, because `description` is the name of a field of several types.
public protocol Discreet: TextOutputStreamable, CustomDebugStringConvertible, CustomReflectable {}

extension Discreet {
    /// The same as what is printed.
    public var debugDescription: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// Shows no part.
    public var customMirror: Mirror {
        Mirror(self, children: [])
    }
}

extension Optional {
    /// How a printed value shows what may be absent.
    var orNil: String { map { "\($0)" } ?? "nil" }
}

//! The catalogue of reasons: one row per code with its kind and its sentence in each language.

use super::{ErrorKind, Language};

macro_rules! catalogue {
    ($($variant:ident = $name:literal, $kind:ident, $en:literal, $pt:literal;)+) => {
        /// The precise reason of an error; its name is stable and the same in every language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = concat!("`", $name, "`: ", $en)] $variant),+ }

        impl Code {
            /// Every code there is, in the order of the catalogue.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// Returns the stable name, such as `text.too_long`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Returns what a caller has to do about it.
            pub fn kind(self) -> ErrorKind {
                match self { $(Self::$variant => ErrorKind::$kind),+ }
            }

            /// Returns the sentence with `{field}` and its named parameters still open.
            pub fn template(self, language: Language) -> &'static str {
                match (self, language) { $((Self::$variant, Language::En) => $en, (Self::$variant, Language::PtBr) => $pt),+ }
            }
        }
    };
}

catalogue! {
    // Arguments
    Required = "field.required", Invalid, "{field} is required", "{field} é obrigatório";
    FieldUnknown = "field.unknown", Invalid, "there is no field {field}", "não existe o campo {field}";
    FieldKind = "field.kind", Invalid, "{field} takes {expected}", "{field} aceita {expected}";
    FieldImmutable = "field.immutable", Invalid, "{field} cannot be changed", "{field} não pode ser alterado";
    TextTooLong = "text.too_long", Invalid, "{field} is longer than {max} characters", "{field} tem mais de {max} caracteres";
    TextNul = "text.nul", Invalid, "{field} holds a NUL character", "{field} contém um caractere NUL";
    BytesTooLong = "bytes.too_long", Invalid, "{field} is larger than {max} bytes", "{field} tem mais de {max} bytes";
    ListTooLong = "list.too_long", Invalid, "{field} has more than {max} items", "{field} tem mais de {max} itens";
    NumberRange = "number.range", Invalid, "{field} must be between {min} and {max}", "{field} deve estar entre {min} e {max}";
    EnumUnknown = "enum.unknown", Invalid, "{field} must be one of {options}", "{field} deve ser um destes: {options}";
    OperationUnknown = "operation.unknown", Invalid, "there is no such operation here", "não existe essa operação aqui";
    JsonInvalid = "json.invalid", Invalid, "{field} is not valid JSON", "{field} não é um JSON válido";
    JsonTooDeep = "json.too_deep", Invalid, "{field} is nested deeper than {max} levels", "{field} tem mais de {max} níveis";
    FormatInvalid = "format.invalid", Invalid, "{field} is not {expected}", "{field} não é {expected}";
    ReferenceMissing = "reference.missing", Invalid, "{field} names a row that does not exist in this organization", "{field} indica um registro que não existe nesta organização";
    CursorInvalid = "cursor.invalid", Invalid, "{field} is not a cursor of this query", "{field} não é um cursor desta consulta";
    QueryTooComplex = "query.too_complex", Invalid, "{field} has more than {max} parts", "{field} tem mais de {max} partes";
    ImportMapping = "import.mapping", Invalid, "the mapping is not usable: {reason}", "o mapeamento não pode ser usado: {reason}";
    ImportSource = "import.source", Invalid, "the file cannot be read to its end: {reason}", "o arquivo não pode ser lido até o fim: {reason}";
    AdoptionSource = "adoption.source", Invalid, "the product's database cannot be read: {reason}", "o banco do produto não pode ser lido: {reason}";
    AdoptionTenant = "adoption.tenant", Invalid, "{field} must name one of the organizations of the product's database", "{field} deve indicar uma das organizações do banco do produto";
    ExportInvalid = "export.invalid", Invalid, "line {line} of the export cannot be used: {reason}", "a linha {line} da exportação não pode ser usada: {reason}";
    IntervalsOverlap = "calendar.overlap", Invalid, "{field} has hours that overlap", "{field} tem horários que se sobrepõem";
    CalendarNeverOpens = "calendar.never_opens", Invalid, "{field}: the calendar does not open any more", "{field}: o calendário não abre mais";
    CalendarUncovered = "calendar.uncovered", Rejected, "the days of {preset} are known from {from} to {until}, not for {year}", "os dias de {preset} são conhecidos de {from} a {until}, não para {year}";
    InstantRange = "instant.range", Invalid, "{field} lies outside of the years 0001 to 9999", "{field} está fora dos anos 0001 a 9999";
    RangeReversed = "range.reversed", Invalid, "{field} lies before {other}", "{field} vem antes de {other}";

    ClockNotBreached = "clock.not_breached", Rejected, "the promise was not broken, so that there is nothing to waive", "o prazo não foi descumprido, portanto não há o que relevar";

    // Rows
    NotFound = "row.not_found", NotFound, "there is no such {entity}", "não existe esse registro de {entity}";
    StaleVersion = "row.stale_version", Conflict, "the {entity} was changed by somebody else", "o registro de {entity} foi alterado por outra pessoa";
    AlreadyThere = "row.already_there", Conflict, "the {entity} exists already", "o registro de {entity} já existe";
    DuplicateValue = "row.duplicate", Rejected, "{field} is taken by another {entity}", "{field} já pertence a outro registro de {entity}";
    InUse = "row.in_use", Rejected, "the {entity} is still referred to", "o registro de {entity} ainda está em uso";
    ReadChanged = "read.changed", Conflict, "what the decision was based on has changed", "o que fundamentou a decisão mudou";
    TooManyConflicts = "commit.contended", Conflict, "the change met other changes {attempts} times in a row", "a alteração encontrou outras alterações {attempts} vezes seguidas";

    // Rules
    TransitionForbidden = "ticket.transition_forbidden", Rejected, "the status cannot change from {from} to {to}", "a situação não pode mudar de {from} para {to}";
    TransitionFieldRequired = "ticket.transition_field_required", Rejected, "{field} must be filled in before the status can change to {to}", "{field} deve ser preenchido antes de a situação mudar para {to}";
    NoInitialStatus = "ticket.no_initial_status", Rejected, "the organization has no status of kind new", "a organização não tem situação do tipo novo";
    NoDefaultPriority = "ticket.no_default_priority", Rejected, "the organization has no priority", "a organização não tem prioridade";
    TicketFinal = "ticket.final", Rejected, "the ticket is in a final status", "o chamado está em situação final";
    TicketMerged = "ticket.merged", Rejected, "the ticket became part of another one", "o chamado passou a fazer parte de outro";
    TicketNotMerged = "ticket.not_merged", Rejected, "the ticket is not part of another one", "o chamado não faz parte de outro";
    NoClosedStatus = "ticket.no_closed_status", Rejected, "the organization has no status of kind closed", "a organização não tem situação do tipo fechado";
    TicketItself = "ticket.itself", Invalid, "{field} is the ticket itself", "{field} é o próprio chamado";
    LinkCycle = "link.cycle", Rejected, "{field} would make tickets block each other in a circle", "{field} faria chamados bloquearem uns aos outros em círculo";
    FilesMissing = "files.missing", Rejected, "the desk has no place for files", "a central não tem lugar para arquivos";
    FileTooLarge = "file.too_large", Invalid, "the file is larger than {max} bytes", "o arquivo tem mais de {max} bytes";
    FileForbidden = "file.forbidden", Rejected, "files of this type are not taken", "arquivos deste tipo não são aceitos";
    FileMissing = "file.missing", Corrupt, "the bytes of the file are gone", "os bytes do arquivo desapareceram";
    FileChanged = "file.changed", Corrupt, "the bytes of the file are not those that were kept", "os bytes do arquivo não são os que foram guardados";
    StorageLimit = "limit.storage", LimitReached, "the limit of {limit} bytes of attachments is reached", "o limite de {limit} bytes de anexos foi atingido";
    SurveyAnswered = "survey.answered", Rejected, "the survey was answered already", "a pesquisa já foi respondida";
    SurveyExpired = "survey.expired", Rejected, "the survey can no longer be answered", "a pesquisa não pode mais ser respondida";
    NobodyAvailable = "assignment.nobody_available", Rejected, "no member of the team can take the ticket", "nenhum membro da equipe pode receber o chamado";
    AssigneeInactive = "assignment.inactive", Rejected, "{field} is not an active agent", "{field} não é um atendente ativo";
    AssigneeFull = "assignment.at_capacity", Rejected, "{field} has reached the capacity of {max} tickets", "{field} atingiu a capacidade de {max} chamados";
    QueueEmpty = "assignment.queue_empty", Rejected, "the queue is empty", "a fila está vazia";
    HierarchyCycle = "hierarchy.cycle", Rejected, "{field} would make the {entity} its own ancestor", "{field} faria do registro de {entity} seu próprio ancestral";
    PersonRequired = "ticket.requester_required", Invalid, "{field}: a requester, or a name and an e-mail address, is required", "{field}: é preciso um solicitante, ou nome e e-mail";
    OrganizationInactive = "organization.inactive", Rejected, "the organization is not active", "a organização não está ativa";
    PermissionMissing = "permission.missing", Denied, "the permission {permission} is missing", "falta a permissão {permission}";
    TicketLimit = "limit.tickets_per_month", LimitReached, "the limit of {limit} tickets a month is reached; it resets at {resets_at}", "o limite de {limit} chamados por mês foi atingido; ele recomeça em {resets_at}";
    AgentLimit = "limit.agents", LimitReached, "the limit of {limit} agents is reached", "o limite de {limit} atendentes foi atingido";
    UserLimit = "limit.users", LimitReached, "the limit of {limit} people is reached", "o limite de {limit} pessoas foi atingido";
    ApiCallLimit = "limit.api_calls_per_month", LimitReached, "the limit of {limit} calls a month is reached; it resets at {resets_at}", "o limite de {limit} chamadas por mês foi atingido; ele recomeça em {resets_at}";
    CounterLimit = "limit.counter", LimitReached, "the counter {name} may not pass {limit}", "o contador {name} não pode passar de {limit}";
    ExportOccupied = "export.occupied", Rejected, "the organization is there already, with rows that are not from this export", "a organização já existe, com registros que não são desta exportação";
    ExportDiffers = "export.differs", Rejected, "the rows of {entity} are not those of the export: somebody changed them meanwhile", "os registros de {entity} não são os da exportação: alguém os alterou nesse meio-tempo";

    // Stores
    StoreUnavailable = "store.unavailable", Unavailable, "the store cannot be reached", "o armazenamento não está acessível";
    StoreBusy = "store.busy", Unavailable, "the store is busy", "o armazenamento está ocupado";
    StoreClosed = "store.closed", Unavailable, "the desk is closed", "a central está fechada";
    StoreFull = "store.full", Unavailable, "the disk is full", "o disco está cheio";
    StoreReadOnly = "store.read_only", Unavailable, "the store is read-only", "o armazenamento é somente leitura";
    StoreCorrupt = "store.corrupt", Corrupt, "the stored data are damaged", "os dados armazenados estão danificados";
    StoreNotADesk = "store.not_a_desk", Corrupt, "the file is no database of this library", "o arquivo não é um banco desta biblioteca";
    RowCorrupt = "row.corrupt", Corrupt, "{field} of a stored {entity} cannot be read", "{field} de um registro de {entity} não pode ser lido";
    SchemaNewer = "schema.newer", Unavailable, "the store has schema {found}, newer than {known}, which this version knows", "o armazenamento tem o esquema {found}, mais novo que {known}, conhecido por esta versão";
    SchemaOlder = "schema.older", Unavailable, "the store has schema {found}; migrate it to {known} first", "o armazenamento tem o esquema {found}; migre-o para {known} antes";
    MigrationChanged = "schema.changed", Corrupt, "migration {version} is not the one that was applied", "a migração {version} não é a que foi aplicada";
    ExportStream = "export.stream", Unavailable, "the export cannot be read or written: {reason}", "a exportação não pode ser lida ou gravada: {reason}";
    AddressInvalid = "store.address", Invalid, "{field} must be a path or a postgres:// address", "{field} deve ser um caminho ou um endereço postgres://";
    Internal = "internal", Internal, "an assumption of the library does not hold: {reason}", "uma suposição da biblioteca não se confirma: {reason}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_both_languages_take_the_same_parameters() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        for code in Code::ALL {
            assert_eq!(holes(code.template(Language::En)), holes(code.template(Language::PtBr)), "{}", code.name());
        }
    }

    fn holes(template: &str) -> Vec<&str> {
        let mut holes: Vec<&str> = template.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
        holes.sort_unstable();
        holes.dedup();
        holes
    }
}

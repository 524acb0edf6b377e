//! Intelligence: what models said about tickets, and whether it helped. The models are the host's.

mod model;

pub use model::{
    AiMetric, AiMetricId, AiMetricPatch, AutoResponse, AutoResponseId, AutoResponsePatch, Classification,
    ClassificationId, ClassificationPatch, ComplexityScore, ComplexityScoreId, ComplexityScorePatch, NewAiMetric,
    NewAutoResponse, NewClassification, NewComplexityScore, NewSuggestion, NewTrainingExample, ReviewStatus,
    Suggestion, SuggestionId, SuggestionKind, SuggestionPatch, SuggestionSource, TrainingExample, TrainingExampleId,
    TrainingExamplePatch, TrainingKind,
};

//! The entities of this area.

mod judgement;
mod learning;

pub use judgement::{
    AutoResponse, AutoResponseId, AutoResponsePatch, Classification, ClassificationId, ClassificationPatch,
    ComplexityScore, ComplexityScoreId, ComplexityScorePatch, NewAutoResponse, NewClassification, NewComplexityScore,
    NewSuggestion, Suggestion, SuggestionId, SuggestionKind, SuggestionPatch, SuggestionSource,
};
pub use learning::{
    AiMetric, AiMetricId, AiMetricPatch, NewAiMetric, NewTrainingExample, ReviewStatus, TrainingExample,
    TrainingExampleId, TrainingExamplePatch, TrainingKind,
};

//! Notes of the library to itself: there only where somebody has a use for them, and told to nobody.

use servicedesk::Code;
use servicedesk::entity::Entity as _;
use servicedesk::sla::ClockMark;
use servicedesk::store::Write;
use servicedesk::ticket::{Comment, Tag, TicketId};
use uuid::Uuid;

use super::StoreFactory;
use super::ground::{Ground, NOW, delete, insert, next, tag, update};

fn note(ground: &Ground<impl servicedesk::store::Store>) -> (Uuid, Write) {
    let id = Uuid::now_v7();
    let mark = ClockMark {
        id: id.into(),
        organization_id: ground.organization,
        ticket_id: TicketId::from(Uuid::now_v7()),
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    };
    (id, Write::Mark { entity: ClockMark::DEF, row: mark.into_row(), beside: Tag::DEF })
}

/// A note is added where the organization has a row of the entity beside it, whatever other organizations have.
pub async fn a_note_is_there_where_it_has_a_use<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let other = ground.neighbour().await;
    let kept = tag(ground.organization, "kept");
    let (in_vain, without) = note(&ground);
    ground.commit([without, next("a", None)]).await;
    assert_eq!(ground.find::<ClockMark>(in_vain.into()).await, None);

    ground.commit([insert(kept.clone())]).await;
    let feed = ground.feed().await.len();
    let ((first, one), (second, two)) = (note(&ground), note(&ground));
    let commit = ground.commit([update::<Tag>(kept.id, 1, "name", "still"), one, two]).await;
    assert!(commit.inserted.is_empty(), "an answer does not tell of notes");
    for id in [first, second] {
        assert_eq!(ground.get::<ClockMark>(id.into()).await.id, id.into());
    }
    assert_eq!(ground.feed().await.len(), feed + 1, "nor does the feed");
    let (abroad, foreign) = note(&other);
    other.commit([foreign, next("a", None)]).await;
    assert_eq!(other.find::<ClockMark>(abroad.into()).await, None);
}

/// A batch sees its own rows, in their order.
pub async fn a_note_sees_the_writes_before_it<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let only = tag(ground.organization, "only");
    let ((before, early), (after, late)) = (note(&ground), note(&ground));
    ground.commit([early, insert(only.clone()), late]).await;
    assert_eq!(ground.find::<ClockMark>(before.into()).await, None);
    assert!(ground.find::<ClockMark>(after.into()).await.is_some());
    let (gone, last) = note(&ground);
    ground.commit([delete::<Tag>(only.id, 1), last]).await;
    assert_eq!(ground.find::<ClockMark>(gone.into()).await, None);
}

/// A refused batch leaves no note, and what points to another row is none.
pub async fn a_refused_batch_leaves_no_note<F: StoreFactory>(factory: &F) {
    let ground = Ground::new(factory).await;
    let kept = tag(ground.organization, "kept");
    ground.commit([insert(kept.clone())]).await;
    let (id, write) = note(&ground);
    ground.refused([write.clone(), update::<Tag>(kept.id, 7, "name", "x")]).await;
    assert_eq!(ground.find::<ClockMark>(id.into()).await, None);
    ground.commit([write]).await;
    assert!(ground.find::<ClockMark>(id.into()).await.is_some());
    let Write::Insert { row, .. } = insert(kept) else { unreachable!("a row is added") };
    let pointing = Write::Mark { entity: Comment::DEF, row, beside: Tag::DEF };
    assert_eq!(ground.refused([pointing]).await.code(), Code::Internal);
}

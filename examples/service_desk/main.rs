//! scratch
use servicedesk::organization::NewOrganization;
use servicedesk::scope::Actor;
use servicedesk::{Desk, block_on};
use servicedesk::import::{self, Mapping};
use servicedesk::store::sqlite::{SqliteStore, Options};
fn main(){
 let a: Vec<String> = std::env::args().collect();
 let mapping = Mapping::load(&a[1]).unwrap();
 let desk = Desk::new(SqliteStore::open(&a[3], Options::default()).unwrap());
 let org = match block_on(desk.organization_by_slug("x")).unwrap() { Some(o)=>o, None=>block_on(desk.create_organization(NewOrganization{name:"x".into(),slug:"x".into(),..Default::default()})).unwrap()};
 let scope = desk.scope(org.id, Actor::system());
 let t=std::time::Instant::now();
 let s = block_on(scope.importer(&mapping).run(import::open(&a[2], &mapping).unwrap(), |_|{}));
 println!("{s:?} {:?}", t.elapsed());
}

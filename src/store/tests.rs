//! What the store promises. `fixture` makes stores and acts; each file tells one part.

mod activity;
mod chain;
mod cost;
mod disposal;
mod failing;
mod fixture;
mod found;
mod handovers;
mod opening;
mod preserving;
mod projections;
mod rebuilding;
mod rota;
mod rotating;
mod witnessed;

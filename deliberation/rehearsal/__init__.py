"""One real situation taken through the whole procedure: the rehearsal and the demonstration docket."""

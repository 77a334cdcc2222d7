"""What employers say: posting a gig, registering, and everything about the gigs they have posted."""

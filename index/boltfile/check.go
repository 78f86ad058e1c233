package boltfile

// CheckPages checks the list of free pages, and that every page is reached or
// free and none is both. It is called once, after Each was for every bucket.
func (f *File) CheckPages() {
	if f.used == nil {
		return // no root
	}
	if f.meta.freelist == noFreelist {
		f.problem("", "there is no list of free pages")
		return
	}
	page, err := f.page(f.meta.freelist, nil, freelistPage)
	if err != nil {
		f.problem("", "the list of free pages: %v", err)
		return
	}
	ids, whole := freePages(page)
	if !whole {
		f.problem("", "the list of free pages is longer than its page")
	}
	free := make([]bool, len(f.used))
	last := uint64(0)
	for i := 0; i < len(ids); i += 8 {
		id := native.Uint64(ids[i:])
		switch {
		case id < firstPage || id >= uint64(len(free)) || free[id] || f.used[id]:
			f.problem("", "the list of free pages names page %d, which is not free", id)
			continue
		case id < last:
			f.problem("", "the list of free pages is out of order")
		}
		free[id], last = true, id
	}
	for id := firstPage; id < len(f.used); id++ {
		if !f.used[id] && !free[id] {
			f.problem("", "page %d is neither used nor free", id)
		}
	}
}

// freePages returns the page numbers in a free list's page, 8 bytes each; whole
// is false if it ends before its last one.
func freePages(page []byte) (ids []byte, whole bool) {
	count, ids := uint64(native.Uint16(page[10:])), page[pageHeader:]
	if count == 0xFFFF { // the count does not fit into its field
		count, ids = native.Uint64(ids), ids[8:]
	}
	room := uint64(len(ids) / 8)
	return ids[:8*min(count, room)], count <= room
}

// Orphans calls visit with every record in leaf pages that were not reached:
// those that a damaged page hides, and old ones in free pages. It is called
// after Each was for every bucket. It does not know the buckets of records, and
// a record may be visited more than once, in several states.
func (f *File) Orphans(visit func(Record)) {
	if f.pageSize == 0 {
		f.pageSize = defaultPageSize
	}
	pages := uint64(f.size / int64(f.pageSize))
	var buf []byte
	var all []element
	for id := uint64(firstPage); id < pages; id++ {
		if id < uint64(len(f.used)) && f.used[id] {
			continue
		}
		head, err := f.read(buf, id, 1)
		if err != nil {
			continue
		}
		if buf = head; native.Uint16(buf[8:]) != leafPage {
			continue
		}
		whole, err := f.read(buf, id, min(uint64(native.Uint32(buf[12:]))+1, pages-id))
		if err != nil {
			continue
		}
		buf = whole
		all, _ = elements(buf, all[:0])
		for _, e := range all {
			visit(Record{e.key, e.value, e.flags&bucketElement != 0})
		}
	}
}

package maintenance

import (
	"context"
	"errors"
	"fmt"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// Compact rewrites the files of the archive and the index without what is deleted,
// while answers go out. New articles wait meanwhile.
func (f Folder) Compact(ctx context.Context) (report control.CompactReport, err error) {
	if err := f.Prove(ctx); err != nil {
		return report, err
	}
	if report.Archive.Before, report.Index.Before, err = f.sizes(ctx); err != nil {
		return report, err
	}
	err = f.Ingester.Compact(ctx)
	if errors.Is(err, archive.ErrFull) {
		return report, fmt.Errorf("compact needs as much free space as articles.db has, %d MB, until it is done. Nothing was changed; make room, then run it again: %w",
			report.Archive.Before>>20, err)
	}
	if err != nil {
		return report, fmt.Errorf("compact: %w", err)
	}
	report.Archive.After, report.Index.After, err = f.sizes(ctx)
	return report, err
}

// sizes returns the bytes of the files of the archive and the index.
func (f Folder) sizes(ctx context.Context) (inArchive, inIndex int64, err error) {
	stats, err := f.Archive.Stats(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("measure the archive: %w", err)
	}
	return stats.Bytes, f.Index.Stats().Bytes, nil
}

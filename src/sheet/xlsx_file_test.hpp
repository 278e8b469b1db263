#pragma once
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include <map>
#include <string>

#include "sheet/xlsx_reader.hpp"

namespace luoshi::sheet {

/// Bytes as a file with a path, gone at the end.
class KeptFile {
public:
    explicit KeptFile(const std::string& bytes) {
        for (std::size_t done = 0; done < bytes.size();) {
            done += static_cast<std::size_t>(write(file_, bytes.data() + done, bytes.size() - done));
        }
    }
    ~KeptFile() { close(file_); }
    KeptFile(const KeptFile&) = delete;
    KeptFile& operator=(const KeptFile&) = delete;
    std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

private:
    const int file_ = memfd_create("kept", MFD_CLOEXEC);
};

inline base::Result<ReadBook> read_bytes(const std::string& bytes, const ReadLimits& limits = {}) {
    return read_xlsx(KeptFile{bytes}.path(), limits);
}

/// A package of parts written by hand; what a workbook cannot do without is added.
inline std::string package(std::map<std::string, std::string> parts) {
    parts.try_emplace("_rels/.rels",
                      R"(<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>)");
    parts.try_emplace("xl/workbook.xml", R"(<workbook><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>)");
    parts.try_emplace("xl/_rels/workbook.xml.rels",
                      R"(<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>)"
                      R"(<Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>)"
                      R"(<Relationship Id="r3" Type="http://x/styles" Target="/xl/styles.xml"/></Relationships>)");
    zip_error_t fault{};
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &fault);
    zip_source_keep(target);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &fault);
    for (const auto& [name, text] : parts) {
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
    }
    zip_close(archive);
    zip_source_open(target);
    zip_stat_t stat;
    zip_source_stat(target, &stat);
    std::string out(static_cast<std::size_t>(stat.size), '\0');
    zip_source_read(target, out.data(), out.size());
    zip_source_close(target);
    zip_source_free(target);
    return out;
}

/// A workbook of one sheet with these rows.
inline std::string book_of(const std::string& sheet_data, std::map<std::string, std::string> more = {}) {
    more["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData>" + sheet_data + "</sheetData></worksheet>";
    return package(std::move(more));
}

}  // namespace luoshi::sheet

#include "blob/media_type.hpp"

#include <gmock/gmock.h>
#include <unistd.h>
#include <zip.h>

#include <cstring>
#include <filesystem>
#include <fstream>

namespace luoshi::blob {
namespace {

using testing::HasSubstr;

const std::string kPdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const std::string kJpeg{"\xFF\xD8\xFF\xE0\0\4JF\xFF\xC0\0\3\1\xFF\xDA\0\2scan\xFF\xD9", 23};
const std::string kPng{"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR0123456789abccrc!\0\0\0\1IDATxcrc!\0\0\0\0IENDcrc!", 58};
constexpr const char* kWordTypes =
    "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
constexpr const char* kSheetTypes =
    "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
constexpr const char* kMacroTypes = "<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>";

class Evidence : public testing::Test {
protected:
    ~Evidence() override { std::filesystem::remove(path); }
    /// The accepted media type, or the error's code.
    std::string check(std::string_view name, std::string_view bytes) {
        std::ofstream{path} << bytes;
        return checked(name);
    }
    struct Entry {
        const char* name;
        const char* text = "x";
    };
    std::string check_zip(std::string_view name, std::initializer_list<Entry> entries) {
        std::filesystem::remove(path);
        int reason = 0;
        zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, &reason);
        for (const auto& entry : entries) {
            zip_file_add(archive, entry.name, zip_source_buffer(archive, entry.text, std::strlen(entry.text), 0), ZIP_FL_ENC_UTF_8);
        }
        zip_close(archive);
        return checked(name);
    }
    std::string checked(std::string_view name) {
        const auto type = check_type(name, path);
        message = type ? "" : type.error().message;
        return type ? std::string{type->media_type} : type.error().code;
    }
    static std::string ole(std::string_view stream) {
        std::string bytes = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\x01');
        for (const char c : stream) {
            bytes += c;
            bytes += '\0';
        }
        return bytes + std::string(20, '\0');
    }

    std::string path = std::filesystem::temp_directory_path() / ("luoshi-evidence-" + std::to_string(::getpid()));
    std::string message;
};

TEST_F(Evidence, IsAcceptedWhenNameAndContentSayTheSame) {
    EXPECT_EQ(check("通知.pdf", kPdf), "application/pdf");
    EXPECT_EQ(check("照片.JPG", kJpeg), "image/jpeg");
    EXPECT_EQ(check("图.png", kPng), "image/png");
    EXPECT_EQ(check("图.bmp", std::string{"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0", 26}), "image/bmp");
    EXPECT_EQ(check("图.gif", std::string{"GIF89a\1\0\1\0\0\0\0,x;", 16}), "image/gif");
    EXPECT_EQ(check("片.mp4", std::string{"\0\0\0\x0C"
                                          "ftypmp42\0\0\0\x08moov",
                                          20}),
              "video/mp4");
    EXPECT_EQ(check("总结.doc", ole("WordDocument")), "application/msword");
    EXPECT_EQ(check("台账.et", ole("Workbook")), "application/vnd.ms-excel");
    EXPECT_EQ(check("汇报.ppt", ole("PowerPoint Document")), "application/vnd.ms-powerpoint");
    EXPECT_EQ(check("说明.txt", "沧州市\r\n"), "text/plain; charset=utf-8");
    EXPECT_EQ(check("台账.csv", "\xC2\xE4\xCA\xB5,1\n"), "text/csv; charset=utf-8");  // 落实 in GB18030
    EXPECT_THAT(check_zip("方案.docx", {{"[Content_Types].xml", kWordTypes}, {"word/document.xml", "<w:document/>"}}),
                HasSubstr("wordprocessingml"));
    EXPECT_THAT(check_zip("台账.xlsx", {{"[Content_Types].xml", kSheetTypes}, {"xl/workbook.xml", "<workbook/>"}}),
                HasSubstr("spreadsheetml"));
    EXPECT_EQ(check_zip("公文.ofd", {{"OFD.xml", "<ofd:OFD/>"}, {"Doc_0/Document.xml"}}), "application/ofd");
    EXPECT_EQ(check_zip("材料.zip", {{"照片/1.jpg"}, {"说明.txt"}}), "application/zip");
}

TEST_F(Evidence, IsRefusedByNameWhateverItHolds) {
    for (const char* name : {"页.html", "图.svg", "脚本.js", "程序.exe", "报告.pdf.exe", "宏.docm", "pdf", "无扩展名", "报告.pdf "}) {
        EXPECT_EQ(check(name, kPdf), "evidence.type_refused") << name;
    }
    EXPECT_THAT(message, HasSubstr("只接受 pdf、"));
}

TEST_F(Evidence, IsRefusedWhenTheContentIsSomethingElse) {
    const std::string program = std::string{"MZ\x90\0\3", 5};
    for (const char* name :
         {"a.pdf", "a.doc", "a.docx", "a.xls", "a.xlsx", "a.jpg", "a.png", "a.gif", "a.bmp", "a.mp4", "a.txt", "a.zip", "a.ofd"}) {
        EXPECT_EQ(check(name, program), "evidence.disguised") << name;
    }
    EXPECT_EQ(check("安装.doc", ole("Installer")), "evidence.disguised");
    EXPECT_EQ(check("表.doc", ole("Workbook")), "evidence.disguised");
    EXPECT_EQ(check_zip("包.docx", {{"a.txt"}}), "evidence.disguised");
    EXPECT_EQ(check_zip("表.docx", {{"[Content_Types].xml", kSheetTypes}, {"xl/workbook.xml", "<workbook/>"}}), "evidence.disguised");
    EXPECT_EQ(check_zip("宏.docx", {{"[Content_Types].xml", kWordTypes}, {"word/document.xml", "<w/>"}, {"word/vbaProject.bin"}}),
              "evidence.disguised");
    EXPECT_THAT(message, HasSubstr("去掉打开密码和宏"));
}

// A beginning that looks right is not enough: what follows must be a file of that kind.
TEST_F(Evidence, IsRefusedWhenOnlyItsFirstBytesLookRight) {
    EXPECT_EQ(check("页.pdf", "%PDF-<html><script>alert(1)</script></html>"), "evidence.disguised");
    EXPECT_EQ(check("页.pdf", "%PDF-1.4\n<html>1 0 obj endobj trailer</html>"), "evidence.disguised") << "no end";
    EXPECT_EQ(check("断.pdf", kPdf.substr(0, 30)), "evidence.disguised") << "cut off";
    EXPECT_EQ(check("照片.jpg", "\xFF\xD8\xFF\xE0<script>"), "evidence.disguised");
    EXPECT_EQ(check("照片.jpg", kJpeg.substr(0, kJpeg.size() - 2)), "evidence.disguised") << "no end of image";
    EXPECT_EQ(check("图.png", "\x89PNG\r\n\x1A\n<svg onload=alert(1)>"), "evidence.disguised");
    EXPECT_EQ(check("图.png", kPng.substr(0, 40)), "evidence.disguised") << "cut off";
    EXPECT_EQ(check("图.gif", "GIF89a<html>"), "evidence.disguised");
    EXPECT_EQ(check("片.mp4", std::string{"\0\0\0\x18"
                                          "ftypmp42",
                                          12}),
              "evidence.disguised");
    EXPECT_EQ(check_zip("包.docx", {{"[Content_Types].xml"}, {"word/document.xml"}}), "evidence.disguised") << "a zip with the right names";
    EXPECT_EQ(check_zip("页.docx", {{"[Content_Types].xml", kWordTypes}, {"word/document.xml", "<html>"}}), "evidence.disguised");
    EXPECT_EQ(check_zip("宏.docx", {{"[Content_Types].xml", kMacroTypes}, {"word/document.xml", "<w/>"}}), "evidence.disguised");
    EXPECT_EQ(check_zip("公文.ofd", {{"OFD.xml", "<html>OFD</html>"}}), "evidence.disguised");
}

TEST_F(Evidence, IsRefusedAsTextWhenABrowserWouldRunIt) {
    EXPECT_EQ(check("a.txt", "说明 <ScRiPt>alert(1)</script>"), "evidence.disguised");
    EXPECT_EQ(check("a.csv", "<HTML>"), "evidence.disguised");
    EXPECT_EQ(check("a.txt", "<svg onload=1>"), "evidence.disguised");
    EXPECT_EQ(check("a.txt", "#!/bin/sh\n"), "evidence.disguised");
    EXPECT_EQ(check("a.txt",
                    "\xFF\xFE"
                    "a"),
              "evidence.disguised");
    EXPECT_THAT(message, HasSubstr("UTF-8"));
}

TEST_F(Evidence, IsRefusedAsZipWithAProgramInside) {
    EXPECT_EQ(check_zip("材料.zip", {{"照片.jpg"}, {"工具/安装.EXE"}}), "evidence.program_inside");
    EXPECT_THAT(message, HasSubstr("工具/安装.EXE"));
    std::string self_extracting;
    {
        check_zip("材料.zip", {{"照片.jpg"}});
        std::ifstream in{path};
        self_extracting = "MZ" + std::string{std::istreambuf_iterator<char>{in}, {}};
    }
    EXPECT_EQ(check("材料.zip", self_extracting), "evidence.disguised");
}

TEST_F(Evidence, IsRefusedWhenEmptyOrNamedToDeceive) {
    EXPECT_EQ(check("空.pdf", ""), "evidence.empty");
    EXPECT_EQ(check("报告\u202Efdp.exe.pdf", kPdf), "evidence.name_deceiving");
    EXPECT_EQ(check("../a.pdf", kPdf), "evidence.name_deceiving");
    EXPECT_EQ(check("a\n.pdf", kPdf), "evidence.name_deceiving");
}

}  // namespace
}  // namespace luoshi::blob
